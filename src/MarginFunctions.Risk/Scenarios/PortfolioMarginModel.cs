namespace MarginFunctions.Risk.Scenarios;

/// <summary>How portfolio margin is found: scenarios, ranges, factors and charges. Data only; <see cref="PortfolioMargin"/> does the arithmetic. Immutable.</summary>
public sealed class PortfolioMarginModel
{
    /// <summary>The most scenarios.</summary>
    public const int MaximumScenarios = 128;

    // No scenario takes a price below a hundredth.
    private const decimal LargestRange = 0.99m;

    private readonly Dictionary<string, decimal> priceRanges;

    /// <summary>A model.</summary>
    /// <param name="name">Recorded as evidence; not empty.</param>
    /// <param name="factors">What the scenarios' loss counts for.</param>
    /// <param name="scenarios">1 to 128, each name once.</param>
    /// <param name="priceRange">The scenarios' full relative move of an underlying that has no range of its own; above 0, at most 0.99.</param>
    /// <param name="priceRanges">By underlying; each above 0, at most 0.99.</param>
    /// <param name="volatility">How far volatilities move.</param>
    /// <param name="combination">How losses of several underlyings become one.</param>
    /// <param name="coin">The price of coin that is won or lost.</param>
    /// <param name="collateral">What protects against a fall of coin collateral; the haircut when coin is valued at today's price, where scenarios see no fall.</param>
    /// <param name="charges">What comes on top.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names item and value.</exception>
    public PortfolioMarginModel(
        string name,
        MarginFactors factors,
        IReadOnlyList<MarginScenario> scenarios,
        decimal priceRange,
        IReadOnlyDictionary<string, decimal> priceRanges,
        VolatilityRange volatility,
        LossCombination combination,
        CoinValuation coin,
        CollateralTreatment collateral,
        PortfolioCharges charges)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(scenarios);
        ArgumentNullException.ThrowIfNull(priceRanges);
        ArgumentNullException.ThrowIfNull(volatility);
        ArgumentNullException.ThrowIfNull(combination);
        ArgumentNullException.ThrowIfNull(charges);
        RequireScenarios(scenarios);
        RequireRange(priceRange, "The price range", nameof(priceRange));
        foreach (var (underlying, range) in priceRanges)
        {
            RequireRange(range, $"The price range of {underlying}", nameof(priceRanges));
        }

        if (coin == CoinValuation.CurrentPrice && collateral == CollateralTreatment.Netted)
        {
            throw new ArgumentException("Collateral is netted while coin is valued at today's price, at which it never falls; haircuts must protect against its fall.", nameof(collateral));
        }

        if (charges.Depegs.GroupBy(d => d.Asset, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The depeg of {twice.Key} is given twice.", nameof(charges));
        }

        Name = name;
        Factors = factors;
        Scenarios = [.. scenarios];
        PriceRange = priceRange;
        this.priceRanges = new Dictionary<string, decimal>(priceRanges, StringComparer.Ordinal);
        Volatility = volatility;
        Combination = combination;
        Coin = coin;
        Collateral = collateral;
        Charges = charges;
        Weights = [.. scenarios.Select(s => (double)s.Weight)];
        StressUp = charges.ExpiryStress is { } up ? IndexOf(up.Up, scenarios, nameof(charges)) : -1;
        StressDown = charges.ExpiryStress is { } down ? IndexOf(down.Down, scenarios, nameof(charges)) : -1;
    }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>What the scenarios' loss counts for.</summary>
    public MarginFactors Factors { get; }

    /// <summary>The scenarios; ties go to the first.</summary>
    public IReadOnlyList<MarginScenario> Scenarios { get; }

    /// <summary>The range of an underlying without its own.</summary>
    public decimal PriceRange { get; }

    /// <summary>Ranges by underlying.</summary>
    public IReadOnlyDictionary<string, decimal> PriceRanges => priceRanges;

    /// <summary>How far volatilities move.</summary>
    public VolatilityRange Volatility { get; }

    /// <summary>How losses of several underlyings become one.</summary>
    public LossCombination Combination { get; }

    /// <summary>The price of coin that is won or lost.</summary>
    public CoinValuation Coin { get; }

    /// <summary>What protects against a fall of coin collateral.</summary>
    public CollateralTreatment Collateral { get; }

    /// <summary>What comes on top.</summary>
    public PortfolioCharges Charges { get; }

    /// <summary>The scenarios' weights, in their order.</summary>
    internal double[] Weights { get; }

    /// <summary>Moves of the interest charge; none without.</summary>
    internal IReadOnlyList<RateMove> RateMoves => Charges.Interest?.Moves ?? [];

    /// <summary>Index of the expiry stress's scenario upwards, or −1.</summary>
    internal int StressUp { get; }

    /// <summary>Index of the expiry stress's scenario downwards, or −1.</summary>
    internal int StressDown { get; }

    /// <summary>The same model with other ranges for some underlyings.</summary>
    /// <exception cref="ArgumentException">A range is not above 0 and at most 0.99; the message names the underlying.</exception>
    public PortfolioMarginModel With(IReadOnlyDictionary<string, decimal> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var merged = new Dictionary<string, decimal>(priceRanges, StringComparer.Ordinal);
        foreach (var (underlying, range) in ranges)
        {
            merged[underlying] = range;
        }

        return new PortfolioMarginModel(Name, Factors, Scenarios, PriceRange, merged, Volatility, Combination, Coin, Collateral, Charges);
    }

    /// <summary>The model's own range of an underlying, above 0 and at most 0.99.</summary>
    public decimal RangeOf(string underlying) => priceRanges.GetValueOrDefault(underlying, PriceRange);

    private static int IndexOf(string scenario, IReadOnlyList<MarginScenario> scenarios, string name)
    {
        for (var j = 0; j < scenarios.Count; j++)
        {
            if (scenarios[j].Name == scenario)
            {
                return j;
            }
        }

        throw new ArgumentException($"The expiry stress names scenario {scenario}, which the model does not have.", name);
    }

    private static void RequireScenarios(IReadOnlyList<MarginScenario> scenarios)
    {
        if (scenarios.Count is < 1 or > MaximumScenarios)
        {
            throw new ArgumentException($"There are {scenarios.Count} scenarios; a model has 1 to {MaximumScenarios}.", nameof(scenarios));
        }

        if (scenarios.GroupBy(s => s.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Scenario {twice.Key} is given twice.", nameof(scenarios));
        }
    }

    private static void RequireRange(decimal range, string item, string name) => ModelChecks.PositiveUpTo(range, LargestRange, item, name);
}
