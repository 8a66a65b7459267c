using System.Globalization;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>The worst of a charge's own moves, and each position's part in it.</summary>
internal static class ChargeEvidence
{
    /// <summary>The twist: the side of it whose positions move against the parallel move that loses has all of the charge, twice what it gains there.</summary>
    public static (string? Move, IReadOnlyList<PositionLoss> Parts) OfVolatilityTerm(ReadOnlySpan<PortfolioLayout.Row> rows, RiskArrays arrays)
    {
        var gains = new double[rows.Length];
        var sum = 0d;
        for (var i = 0; i < rows.Length; i++)
        {
            arrays.TryRow(rows[i].Slot, out var risk, out _);
            gains[i] = rows[i].Size * risk.VolatilityGain;
            sum += gains[i];
        }

        // Where the book as a whole gains from rising volatilities, what is charged is the side that loses from them, and the other way round.
        var sign = sum >= 0 ? -1 : 1;
        var (last, isFront, most, front) = (-1, false, 0d, 0d);
        for (var i = 0; i < rows.Length; i++)
        {
            front += sign * gains[i];
            if (!rows[i].EndsExpiry)
            {
                continue;
            }

            if (front > most)
            {
                (last, isFront, most) = (i, true, front);
            }

            if (sign * sum - front > most)
            {
                (last, isFront, most) = (i, false, sign * sum - front);
            }
        }

        var parts = new List<PositionLoss>();
        for (var i = 0; i < rows.Length && last >= 0; i++)
        {
            if (i <= last == isFront && gains[i] != 0)
            {
                parts.Add(new PositionLoss(rows[i].Name, 2 * sign * gains[i]));
            }
        }

        var up = isFront == sign < 0;
        return (last < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{(up ? "up" : "down")} until {rows[last].Expiry.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, {(up ? "down" : "up")} beyond"), parts);
    }

    /// <summary>The rate move, or its opposite.</summary>
    public static (string? Move, IReadOnlyList<PositionLoss> Parts) OfInterest(ReadOnlySpan<PortfolioLayout.Row> rows, RiskArrays arrays)
    {
        var (name, parts, most) = (default(string), new List<PositionLoss>(), 0d);
        for (var k = 0; k < arrays.Model.RateMoves.Count; k++)
        {
            var losses = new List<PositionLoss>();
            foreach (ref readonly var row in rows)
            {
                arrays.TryRow(row.Slot, out var risk, out _);
                losses.Add(new PositionLoss(row.Name, -(row.Size * risk.Changes[arrays.Model.Scenarios.Count + k])));
            }

            var loss = losses.Sum(l => l.Loss);
            if (Math.Abs(loss) > most)
            {
                most = Math.Abs(loss);
                name = arrays.Model.RateMoves[k].Name + (loss < 0 ? ", reversed" : "");
                parts = [.. losses.Where(l => l.Loss != 0).Select(l => loss < 0 ? l with { Loss = -l.Loss } : l)];
            }
        }

        return (name, parts);
    }
}
