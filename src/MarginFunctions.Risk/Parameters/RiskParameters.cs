using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Stress;

namespace MarginFunctions.Risk.Parameters;

/// <summary>One version of everything a margin calculation is told from outside, apart from portfolios and prices. Immutable.</summary>
public sealed class RiskParameters
{
    private readonly Dictionary<string, Instrument> instruments;
    private readonly Dictionary<string, int> options;
    private readonly Dictionary<string, CollateralAsset> collateral;
    private readonly Dictionary<string, int> symbols;
    private ContractSlots? slots;

    /// <summary>Gathers one version.</summary>
    /// <exception cref="ArgumentException">Two contracts or two assets share a name, or the shard count is not a power of two from 1 to 1,024.</exception>
    public RiskParameters(
        string version,
        string accountCurrency,
        int shardCount,
        TimeSpan maximumPriceAge,
        MarginLevels levels,
        IReadOnlyList<Instrument> instruments,
        IReadOnlyList<CollateralAsset> collateral,
        IReadOnlyList<StressScenario> stress,
        IReadOnlyList<OptionContract>? options = null,
        PortfolioMarginModel? portfolioMargin = null,
        DynamicRangePolicy? dynamicMargin = null)
    {
        if (shardCount is < 1 or > 1024 || !int.IsPow2(shardCount))
        {
            throw new ArgumentException($"Shard count {shardCount} is not a power of two from 1 to 1,024.", nameof(shardCount));
        }

        Version = version;
        AccountCurrency = accountCurrency;
        ShardCount = shardCount;
        MaximumPriceAge = maximumPriceAge;
        Levels = levels;
        Instruments = instruments;
        Collateral = collateral;
        Stress = stress;
        Options = options ?? [];
        PortfolioMargin = portfolioMargin;
        this.options = Options.Select((option, index) => (option.Symbol, index)).ToDictionary(o => o.Symbol, o => o.index, StringComparer.Ordinal);
        DynamicMargin = dynamicMargin;
        this.instruments = instruments.ToDictionary(i => i.Symbol, StringComparer.Ordinal);
        this.collateral = collateral.ToDictionary(c => c.Asset, StringComparer.Ordinal);

        Symbols = [.. instruments.Select(i => i.Symbol)
            .Concat(instruments.Select(i => i.Underlying))
            .Concat(Options.SelectMany(o => new[] { o.Underlying, o.ForwardSymbol, o.VolatilitySymbol }))
            .Concat(collateral.Select(c => c.PriceSymbol).OfType<string>())
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        symbols = Symbols.Select((symbol, index) => (symbol, index)).ToDictionary(s => s.symbol, s => s.index, StringComparer.Ordinal);
        var forwards = Options.DistinctBy(o => o.ForwardSymbol).ToDictionary(o => o.ForwardSymbol, o => o.Underlying, StringComparer.Ordinal);
        Underlyings = [.. Symbols.Select(symbol => this.instruments.GetValueOrDefault(symbol)?.Underlying ?? forwards.GetValueOrDefault(symbol, symbol))];
        var volatilities = Options.DistinctBy(o => o.VolatilitySymbol).ToDictionary(o => o.VolatilitySymbol, o => o.Underlying, StringComparer.Ordinal);
        AreVolatilities = [.. Symbols.Select(volatilities.ContainsKey)];
        VolatilityUnderlyings = [.. Symbols.Select(symbol => volatilities.GetValueOrDefault(symbol))];
        Volatilities = [.. Symbols.Select((_, index) => VolatilityOf(index))];
    }

    /// <summary>The version's name, recorded with every decision.</summary>
    public string Version { get; }

    /// <summary>The asset in which equity and requirements are expressed.</summary>
    public string AccountCurrency { get; }

    /// <summary>How many shards accounts are spread over; fixed for the life of a deployment.</summary>
    public int ShardCount { get; }

    /// <summary>A price older than this on arrival is refused as stale.</summary>
    public TimeSpan MaximumPriceAge { get; }

    /// <summary>Where statuses change.</summary>
    public MarginLevels Levels { get; }

    /// <summary>All perpetuals and futures, in the document's order.</summary>
    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>All options, in the document's order.</summary>
    public IReadOnlyList<OptionContract> Options { get; }

    /// <summary>All assets accepted as collateral, in the document's order.</summary>
    public IReadOnlyList<CollateralAsset> Collateral { get; }

    /// <summary>The scenarios behind the coverage ratio; may be empty.</summary>
    public IReadOnlyList<StressScenario> Stress { get; }

    /// <summary>How accounts in portfolio mode are margined; null where there are none.</summary>
    public PortfolioMarginModel? PortfolioMargin { get; }

    /// <summary>How scenario ranges follow the market; null when they are the model's own.</summary>
    public DynamicRangePolicy? DynamicMargin { get; }

    /// <summary>How pools are liquidated; null when all positions of a pool are closed at the market.</summary>
    public LiquidationPolicy? Liquidation { get; init; }

    /// <summary>How accounts are covered before margin is called; null when they are not.</summary>
    public CoverTerms? Cover { get; init; }

    /// <summary>The insurance fund; null where there is none.</summary>
    public FundPolicy? Fund { get; init; }

    /// <summary>Every name that has a mark (instruments, underlyings, collateral prices, forwards and volatilities of options), in ordinal order; a mark's index is its place here.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>By symbol index, the underlying that the symbol follows; one that is no instrument's and no forward follows itself.</summary>
    internal string[] Underlyings { get; }

    /// <summary>By symbol index, whether its mark is a volatility of options and not a price.</summary>
    internal bool[] AreVolatilities { get; }

    /// <summary>By symbol index, the underlying of the first option that the volatility is for; null where the mark is a price.</summary>
    internal string?[] VolatilityUnderlyings { get; }

    /// <summary>Numbers for what scenarios revalue, made when first asked for.</summary>
    internal ContractSlots Slots => slots ??= new ContractSlots(this);

    /// <summary>By symbol index, annual volatility as a fraction.</summary>
    internal decimal[] Volatilities { get; }

    /// <summary>The perpetual or future of this symbol, or null when there is none.</summary>
    public Instrument? FindInstrument(string symbol) => instruments.GetValueOrDefault(symbol);

    /// <summary>The option of this symbol, or null when there is none.</summary>
    public OptionContract? FindOption(string symbol) => FindOptionIndex(symbol) is { } index ? Options[index] : null;

    /// <summary>The place of this option in <see cref="Options"/>, or null when there is none.</summary>
    public int? FindOptionIndex(string symbol) => options.TryGetValue(symbol, out var index) ? index : null;

    /// <summary>The collateral schedule of this asset, or null when it is not accepted.</summary>
    public CollateralAsset? FindCollateral(string asset) => collateral.GetValueOrDefault(asset);

    /// <summary>The index of a symbol's mark, or null when nothing is priced by it.</summary>
    public int? FindSymbol(string symbol) => symbols.TryGetValue(symbol, out var index) ? index : null;

    // A volatility moves about as much as itself in a year.
    /// <summary>Whether this symbol's mark is a volatility of options and not a price.</summary>
    public bool IsVolatility(string symbol) => FindSymbol(symbol) is { } index && AreVolatilities[index];

    private decimal VolatilityOf(int index) => AreVolatilities[index] ? 1 : Instruments.Where(i => i.Symbol == Symbols[index] || i.Underlying == Underlyings[index]).Select(i => i.Volatility).DefaultIfEmpty(0.01m).Max();
}
