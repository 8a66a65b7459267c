namespace MarginFunctions.Local.Venue;

/// <summary>How far what was traded has moved the price of each underlying away from its path, as a fraction: below zero after sales.</summary>
/// <remarks>
/// A book of constant density that refills: trading <c>n</c> of a minute's depth <c>D</c> moves the price by <c>impact·n/D</c>, linear in what is traded, and of a move the part <c>remains</c> is left after each
/// calendar minute. Contracts on one underlying and the coin as collateral move one price. Source: A. Obizhaeva and J. Wang, "Optimal trading strategy and supply/demand dynamics", Journal of Financial Markets 16 (2013),
/// without its permanent part; the linear law is A. S. Kyle, "Continuous Auctions and Insider Trading", Econometrica 53 (1985).
/// </remarks>
internal sealed class PriceImpact(VenueSettings settings)
{
    /// <summary>No price is moved further than to half or to one and a half of its path: beyond, nobody trades.</summary>
    public const decimal Furthest = 0.5m;

    /// <summary>Less than this is nothing.</summary>
    private const decimal Least = 0.000_000_000_1m;

    private readonly SortedDictionary<string, decimal> moved = new(StringComparer.Ordinal);
    private long minute = long.MinValue;

    /// <summary>The move of an underlying's price.</summary>
    public decimal Of(string underlying) => moved.GetValueOrDefault(underlying);

    /// <summary>Adds what a trade moves.</summary>
    /// <param name="underlying">Whose price.</param>
    /// <param name="notional">Notional at the path's price, negative when sold.</param>
    public void Add(string underlying, decimal notional) => moved[underlying] = Of(underlying) + settings.Impact * notional / settings.Depth;

    /// <summary>Lets time pass.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        var next = now.UtcTicks / TimeSpan.TicksPerMinute;
        for (var passed = minute; passed != long.MinValue && passed < next && moved.Count > 0; passed++)
        {
            foreach (var underlying in moved.Keys.ToList())
            {
                var left = moved[underlying] * settings.Remains;
                if (Math.Abs(left) < Least)
                {
                    moved.Remove(underlying);
                }
                else
                {
                    moved[underlying] = decimal.Round(left, 12);
                }
            }

            if (settings.Remains == 1)
            {
                break;
            }
        }

        minute = next;
    }
}
