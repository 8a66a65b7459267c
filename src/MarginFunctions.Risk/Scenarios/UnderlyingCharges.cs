namespace MarginFunctions.Risk.Scenarios;

/// <summary>One underlying's charges before factors, in account currency; 0 for what the model does not have.</summary>
internal readonly struct UnderlyingCharges
{
    public UnderlyingCharges(PortfolioCharges charges, in UnderlyingSums sums)
    {
        Basis = sums.Basis;
        ShortOptions = charges.ShortOptions is { } shorts ? (double)shorts.Rate * sums.ShortOptions : 0;
        Concentration = charges.Concentration?.Amount(sums.Delta) ?? 0;
        Cost = charges.Liquidity?.Cost(sums.Futures, sums.Options) ?? 0;
        Liquidity = charges.Liquidity?.Amount(Cost) ?? 0;
        VolatilityTerm = sums.VolatilityTerm;
        Interest = sums.Interest;

        var (added, floor) = (default(Pair), default(Pair));
        added.Add(Basis, charges.Basis?.Factors);
        Count(ShortOptions, charges.ShortOptions?.Factors, charges.ShortOptions?.IsFloor == true, ref added, ref floor);
        added.Add(Concentration, charges.Concentration?.Factors);
        Count(Liquidity, charges.Liquidity?.Factors, charges.Liquidity?.IsFloor == true, ref added, ref floor);
        added.Add(VolatilityTerm, charges.VolatilityTerm?.Factors);
        added.Add(Interest, charges.Interest?.Factors);
        (AddedInitial, AddedMaintenance) = (added.Initial, added.Maintenance);
        (FloorInitial, FloorMaintenance) = (floor.Initial, floor.Maintenance);
    }

    public double Basis { get; }

    public double ShortOptions { get; }

    public double Concentration { get; }

    /// <summary>Of closing, before tiers.</summary>
    public double Cost { get; }

    public double Liquidity { get; }

    public double VolatilityTerm { get; }

    public double Interest { get; }

    /// <summary>What is added to initial margin.</summary>
    public double AddedInitial { get; }

    /// <summary>What is added to maintenance margin.</summary>
    public double AddedMaintenance { get; }

    /// <summary>What initial margin is at least.</summary>
    public double FloorInitial { get; }

    /// <summary>What maintenance margin is at least.</summary>
    public double FloorMaintenance { get; }

    private static void Count(double amount, MarginFactors? factors, bool isFloor, ref Pair added, ref Pair floor)
    {
        if (isFloor)
        {
            floor.Raise(amount, factors);
        }
        else
        {
            added.Add(amount, factors);
        }
    }

    /// <summary>The two requirements' part.</summary>
    private struct Pair
    {
        public double Initial;
        public double Maintenance;

        public void Add(double amount, MarginFactors? factors)
        {
            Initial += amount * (double)(factors?.Initial ?? 0);
            Maintenance += amount * (double)(factors?.Maintenance ?? 0);
        }

        public void Raise(double amount, MarginFactors? factors)
        {
            Initial = Math.Max(Initial, amount * (double)(factors?.Initial ?? 0));
            Maintenance = Math.Max(Maintenance, amount * (double)(factors?.Maintenance ?? 0));
        }
    }
}
