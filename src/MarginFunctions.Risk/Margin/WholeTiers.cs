namespace MarginFunctions.Risk.Margin;

/// <summary>A tier table in whole numbers, for <see cref="WholeSums"/>: notionals in 10⁻¹⁶, rates in 10⁻⁶, amounts and requirements in 10⁻²².</summary>
internal sealed class WholeTiers
{
    /// <summary>Decimal places of a rate as a whole number.</summary>
    public const int RatePlaces = 6;

    private const int NotionalPlaces = 2 * WholeNumbers.Places;

    /// <summary>Ten billion of account currency a position: a million such requirements still fit their sum.</summary>
    public static readonly Int128 LargestNotional = (Int128)10_000_000_000 * 10_000_000_000_000_000;

    private readonly Bracket[] brackets;

    private WholeTiers(Bracket[] brackets) => this.brackets = brackets;

    /// <summary>The table in whole numbers, or null when a floor does not fit or a rate has more than 6 decimal places.</summary>
    public static WholeTiers? From(IReadOnlyList<MarginTier> tiers)
    {
        var brackets = new Bracket[tiers.Count];
        for (var n = 0; n < tiers.Count; n++)
        {
            if (!WholeNumbers.TryScale(tiers[n].Floor, NotionalPlaces, out var floor)
                || !WholeNumbers.TryScale(tiers[n].InitialRate, RatePlaces, out var initialRate)
                || !WholeNumbers.TryScale(tiers[n].MaintenanceRate, RatePlaces, out var maintenanceRate))
            {
                return null;
            }

            var initialAmount = Int128.Zero;
            var maintenanceAmount = Int128.Zero;
            if (n > 0)
            {
                var below = brackets[n - 1];
                initialAmount = floor * (initialRate - below.InitialRate) + below.InitialAmount;
                maintenanceAmount = floor * (maintenanceRate - below.MaintenanceRate) + below.MaintenanceAmount;
                brackets[n - 1] = below with { Ceiling = floor };
            }

            brackets[n] = new Bracket(Int128.MaxValue, initialRate, initialAmount, maintenanceRate, maintenanceAmount);
        }

        return new WholeTiers(brackets);
    }

    /// <summary>Adds both requirements of a notional up to <see cref="LargestNotional"/> to the running sums.</summary>
    public void AddRequirements(Int128 notional, ref Int128 initial, ref Int128 maintenance)
    {
        var n = 0;
        while (notional >= brackets[n].Ceiling)
        {
            n++;
        }

        ref readonly var bracket = ref brackets[n];
        initial += notional * bracket.InitialRate - bracket.InitialAmount;
        maintenance += notional * bracket.MaintenanceRate - bracket.MaintenanceAmount;
    }

    /// <summary>A tier; its ceiling is exclusive.</summary>
    private readonly record struct Bracket(Int128 Ceiling, Int128 InitialRate, Int128 InitialAmount, Int128 MaintenanceRate, Int128 MaintenanceAmount);
}
