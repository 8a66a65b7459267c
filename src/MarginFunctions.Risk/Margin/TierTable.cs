namespace MarginFunctions.Risk.Margin;

/// <summary>
/// Tiered margin rates with their deduction amounts, so that a requirement is one multiplication and one subtraction and is continuous at every bound.
/// </summary>
/// <remarks>
/// <c>MM = notional·mmr_n − amount_n</c> with <c>amount_n = floor_n·(mmr_n − mmr_{n−1}) + amount_{n−1}</c> and <c>amount_1 = 0</c>; lower bounds are inclusive, which moves no
/// requirement, since both sides agree at a bound; the same for IM. Requirements are unrounded here. Sources: Binance Support, "Leverage and Margin of USDⓈ-M Futures" (first published
/// 2020-06-24) for the requirement and "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts" (first published 2020-08-14) for the amounts; both revised since without a date.
/// </remarks>
public sealed class TierTable
{
    private readonly Bracket[] brackets;
    private readonly decimal[] bounds;

    /// <summary>Builds the table and works out its deduction amounts.</summary>
    /// <param name="tiers">At least one tier; floors start at 0 and rise strictly; rates are in (0, 1], never fall, and maintenance never exceeds initial.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the tier and the value.</exception>
    public TierTable(IReadOnlyList<MarginTier> tiers)
    {
        ArgumentNullException.ThrowIfNull(tiers);
        if (tiers.Count == 0)
        {
            throw new ArgumentException("A tier table needs at least one tier.", nameof(tiers));
        }

        brackets = new Bracket[tiers.Count];
        for (var n = 0; n < tiers.Count; n++)
        {
            var tier = tiers[n];
            Check(tiers, n);
            var initialAmount = 0m;
            var maintenanceAmount = 0m;
            if (n > 0)
            {
                var below = brackets[n - 1];
                initialAmount = tier.Floor * (tier.InitialRate - below.InitialRate) + below.InitialAmount;
                maintenanceAmount = tier.Floor * (tier.MaintenanceRate - below.MaintenanceRate) + below.MaintenanceAmount;
                brackets[n - 1] = below with { Ceiling = tier.Floor };
            }

            brackets[n] = new Bracket(decimal.MaxValue, tier.InitialRate, initialAmount, tier.MaintenanceRate, maintenanceAmount);
        }

        Tiers = [.. tiers];
        bounds = [.. tiers.Skip(1).Select(t => t.Floor)];
        Whole = WholeTiers.From(tiers);
    }

    /// <summary>The tiers as given, lowest first.</summary>
    public IReadOnlyList<MarginTier> Tiers { get; }

    /// <summary>The maintenance deduction of tier <paramref name="tier"/> (0 is the lowest), in account currency, never negative.</summary>
    public decimal MaintenanceAmount(int tier) => brackets[tier].MaintenanceAmount;

    /// <summary>The initial-margin deduction of tier <paramref name="tier"/> (0 is the lowest), in account currency, never negative.</summary>
    public decimal InitialAmount(int tier) => brackets[tier].InitialAmount;

    /// <summary>Maintenance margin for a notional, unrounded, in account currency.</summary>
    /// <param name="notional">Not negative, in account currency.</param>
    public decimal Maintenance(decimal notional)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(notional);
        ref readonly var bracket = ref Find(notional);
        return notional * bracket.MaintenanceRate - bracket.MaintenanceAmount;
    }

    /// <summary>Initial margin for a notional, unrounded, in account currency.</summary>
    /// <param name="notional">Not negative, in account currency.</param>
    public decimal Initial(decimal notional)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(notional);
        ref readonly var bracket = ref Find(notional);
        return notional * bracket.InitialRate - bracket.InitialAmount;
    }

    /// <summary>Adds both requirements of a non-negative notional to the running sums.</summary>
    internal void AddRequirements(decimal notional, ref decimal initial, ref decimal maintenance)
    {
        ref readonly var bracket = ref Find(notional);
        initial += notional * bracket.InitialRate;
        maintenance += notional * bracket.MaintenanceRate;
        if (bracket.HasAmounts)
        {
            initial -= bracket.InitialAmount;
            maintenance -= bracket.MaintenanceAmount;
        }
    }

    /// <summary>The table in whole numbers; null when a number of it does not fit.</summary>
    internal WholeTiers? Whole { get; }

    /// <summary>The tiers ready for use, lowest first.</summary>
    internal ReadOnlySpan<Bracket> Brackets => brackets;

    /// <summary>The notionals at which the requirement changes slope, ascending, without the first tier's zero.</summary>
    internal ReadOnlySpan<decimal> Bounds => bounds;

    private ref readonly Bracket Find(decimal notional)
    {
        // Upwards from the lowest: most positions are small, so this is one or two comparisons.
        var n = 0;
        while (notional >= brackets[n].Ceiling)
        {
            n++;
        }

        return ref brackets[n];
    }

    private static void Check(IReadOnlyList<MarginTier> tiers, int n)
    {
        var tier = tiers[n];
        if (n == 0 ? tier.Floor != 0 : tier.Floor <= tiers[n - 1].Floor)
        {
            throw new ArgumentException(
                n == 0 ? $"Tier 0 starts at {tier.Floor}; the first floor is 0." : $"Tier {n} starts at {tier.Floor}, not above tier {n - 1} at {tiers[n - 1].Floor}.",
                nameof(tiers));
        }

        if (tier.InitialRate is <= 0 or > 1 || tier.MaintenanceRate <= 0 || tier.MaintenanceRate > tier.InitialRate)
        {
            throw new ArgumentException(
                $"Tier {n} has initial rate {tier.InitialRate} and maintenance rate {tier.MaintenanceRate}; it must hold that 0 < maintenance ≤ initial ≤ 1.", nameof(tiers));
        }

        if (n > 0 && (tier.InitialRate < tiers[n - 1].InitialRate || tier.MaintenanceRate < tiers[n - 1].MaintenanceRate))
        {
            throw new ArgumentException($"Tier {n} has a lower rate than tier {n - 1}; rates never fall with size.", nameof(tiers));
        }
    }

    /// <summary>A tier ready for use: its ceiling is exclusive, <see cref="decimal.MaxValue"/> for the last.</summary>
    internal readonly record struct Bracket(decimal Ceiling, decimal InitialRate, decimal InitialAmount, decimal MaintenanceRate, decimal MaintenanceAmount)
    {
        public bool HasAmounts { get; } = InitialAmount != 0 || MaintenanceAmount != 0;
    }
}
