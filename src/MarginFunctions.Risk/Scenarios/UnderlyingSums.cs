using System.Numerics;
using System.Runtime.InteropServices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>The sums over one underlying of a pool that its requirement is made of, in account currency.</summary>
internal struct UnderlyingSums
{
    /// <summary>What equity was cut by for haircuts of netted collateral, and scenarios give back.</summary>
    public double Released;

    /// <summary><see cref="BasisCharge"/>, before factors.</summary>
    public double Basis;

    /// <summary><see cref="ExpiryStress"/>.</summary>
    public double Stress;

    /// <summary><see cref="VolatilityTermCharge"/>, before factors.</summary>
    public double VolatilityTerm;

    /// <summary><see cref="InterestCharge"/>, before factors.</summary>
    public double Interest;

    /// <summary>Forward value of what is sold in options.</summary>
    public double ShortOptions;

    /// <summary>Net delta of derivatives, times price.</summary>
    public double Delta;

    /// <summary>Size of futures and perpetuals, long and short.</summary>
    public double Futures;

    /// <summary>Forward value under options, long and short.</summary>
    public double Options;

    /// <summary>Adds up one underlying.</summary>
    /// <param name="layout">The pool.</param>
    /// <param name="group">The underlying.</param>
    /// <param name="arrays">Revaluations.</param>
    /// <param name="changes">Receives the change of value by scenario, unweighted and without haircuts; as long as a row. After the scenarios, by rate move.</param>
    /// <param name="sums">Everything else.</param>
    /// <param name="missing">What has no mark; null when the result is true.</param>
    public static bool TryAdd(PortfolioLayout layout, in PortfolioLayout.Group group, RiskArrays arrays, Span<double> changes, out UnderlyingSums sums, out string? missing)
    {
        sums = default;
        changes.Clear();
        if (!sums.TryAddPositions(layout.Rows.AsSpan(Math.Max(0, group.FirstRow), group.RowCount), arrays, changes, out missing)
            || !sums.TryAddCollateral(layout.Collateral.AsSpan(Math.Max(0, group.FirstHolding), group.HoldingCount), arrays, changes, out missing))
        {
            return false;
        }

        foreach (var gain in changes.Slice(arrays.Model.Scenarios.Count, arrays.Model.RateMoves.Count))
        {
            sums.Interest = Math.Max(sums.Interest, Math.Abs(gain));
        }

        return true;
    }

    /// <summary>How much of a holding scenarios move: what its venue cap lets count.</summary>
    internal static decimal NettedQuantity(ResolvedCollateral holding, decimal price) => holding.Quantity * holding.Schedule!.CountedShare(holding.Quantity * price);

    private bool TryAddPositions(ReadOnlySpan<PortfolioLayout.Row> rows, RiskArrays arrays, Span<double> changes, out string? missing)
    {
        var (up, down) = (arrays.Model.StressUp, arrays.Model.StressDown);
        var (delta, risen, fallen, gain) = (0d, 0d, 0d, 0d);
        var twists = default(TwistSums);
        missing = null;
        foreach (ref readonly var row in rows)
        {
            if (!arrays.TryRow(row.Slot, out var risk, out missing))
            {
                return false;
            }

            Add(row.Size, risk.Changes, changes);
            delta += row.Size * risk.Delta;
            gain += row.Size * risk.VolatilityGain;
            if (row.IsOption)
            {
                Options += Math.Abs(row.Size) * risk.Price;
                ShortOptions += Math.Max(0, -row.Size) * risk.Price;
                risen += up < 0 ? 0 : row.Size * risk.Changes[up];
                fallen += down < 0 ? 0 : row.Size * risk.Changes[down];
            }
            else
            {
                Futures += Math.Abs(row.Size) * risk.Price;
            }

            if (row.EndsExpiry)
            {
                Delta += delta;
                Basis += Math.Abs(delta) * risk.BasisRate;
                Stress += Math.Max(0, -Math.Min(risen, fallen)) * (arrays.Model.Charges.ExpiryStress?.Multiple(risk.Years) ?? 0);
                twists.Add(gain);
                (delta, risen, fallen, gain) = (0, 0, 0, 0);
            }
        }

        VolatilityTerm = VolatilityTermCharge.Amount(twists.Gain, twists.Loss);
        return true;
    }

    private bool TryAddCollateral(ReadOnlySpan<PortfolioLayout.Holding> holdings, RiskArrays arrays, Span<double> changes, out string? missing)
    {
        missing = null;
        foreach (ref readonly var holding in holdings)
        {
            if (arrays.Model.Collateral == CollateralTreatment.Haircut || arrays.DepegOf(holding.Slot) is not null)
            {
                continue;
            }

            if (!arrays.TryRow(holding.Slot, out var risk, out missing))
            {
                return false;
            }

            arrays.Marks.TryGet(holding.Collateral.Symbol, out var price);
            var netted = NettedQuantity(holding.Collateral, price);
            Released += (double)(netted * price - holding.Collateral.Value(price));
            Add((double)netted, risk.Changes, changes);
        }

        return true;
    }

    // Each scenario is a sum of its own in the layout's order, one multiplication and one addition a position, so the width of the vectors changes no bit.
    private static void Add(double size, double[] row, Span<double> sums)
    {
        var factor = new Vector<double>(size);
        var source = MemoryMarshal.Cast<double, Vector<double>>(row);
        var target = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
