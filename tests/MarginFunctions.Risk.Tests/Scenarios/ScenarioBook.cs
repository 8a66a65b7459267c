using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>
/// An account and a model from a seed, with additions and multiplications only, so that every machine makes the same: three underlyings, linear and inverse, options near and past expiry, coins with haircuts and caps,
/// debts, stablecoins, every charge.
/// </summary>
internal sealed class ScenarioBook
{
    private static readonly string[] Coins = ["BTC", "ETH", "SOL"];
    private static readonly decimal[] Prices = [61_000, 2_500, 140];
    private static readonly int[] Days = [-1, 0, 1, 10, 30, 200];

    private readonly Random random;
    private readonly int seed;

    public ScenarioBook(int seed, int positions)
    {
        this.seed = seed;
        random = new Random(seed);
        Parameters = new Market(random).Parameters;
        Marks = MarkSet.Of(Parameters, Parameters.Symbols.Select(s => KeyValuePair.Create(s, MarkOf(s))), Models.Now);
        Model = RandomModel();
        string[] symbols = [.. Parameters.Instruments.Select(i => i.Symbol), .. Parameters.Options.Select(o => o.Symbol)];
        random.Shuffle(symbols);
        Positions = [.. symbols.Take(positions).Select(s => (s, Quantity(s)))];
        Collateral = [.. new[] { "BTC", "ETH", "USDC" }.Where(_ => random.Next(3) > 0).Select(a => (a, a == "USDC" ? Number(-2_000, 20_000) : Number(-1, 4)))];
    }

    public RiskParameters Parameters { get; }

    public MarkSet Marks { get; }

    public PortfolioMarginModel Model { get; }

    public (string Symbol, decimal Quantity)[] Positions { get; }

    public (string Asset, decimal Quantity)[] Collateral { get; }

    public ResolvedPool Pool => Models.Pool(Parameters, Positions, Collateral);

    public override string ToString() => $"book {seed} of {Positions.Length} positions";

    /// <summary>The same model in parts that tests vary.</summary>
    public PortfolioMarginModel With(IReadOnlyList<MarginScenario> scenarios, LossCombination combination, PortfolioCharges charges, MarginFactors factors) =>
        new("other", factors, scenarios, Model.PriceRange, Model.PriceRanges, Model.Volatility, combination, Model.Coin, Model.Collateral, charges);

    private PortfolioMarginModel RandomModel()
    {
        var once = new MarginFactors(1 + Number(0, 1), Number(0, 1));
        MarginScenario[] extremes =
        [
            new("crash", -0.66m, isAbsolute: true, 1, weight: 0.5m), new("rally", 2, isAbsolute: true, 1, weight: 0.25m, dampener: Number(0, 3_000), limitsFutures: random.Next(2) == 0), new("a day", 0, isAbsolute: false, 0, days: 1),
        ];
        var charges = new PortfolioCharges(
            random.Next(2) == 0 ? null : new BasisCharge(0.075m, 0.01m, once),
            random.Next(2) == 0 ? null : new ExpiryStress("2/4 0", "-2/4 0", 0.5m, 2),
            random.Next(2) == 0 ? null : new ShortOptionCharge(0.005m, random.Next(2) == 0, once),
            random.Next(2) == 0 ? null : new ConcentrationCharge(20_000, 0.0000001m, 0.1m, once),
            random.Next(2) == 0 ? null : new LiquidityCharge(0.004m, 0.003m, random.Next(2) == 0, once, random.Next(2) == 0 ? null : [new(0, 1), new(50, 2), new(500, 6)]),
            random.Next(2) == 0 ? null : new VolatilityTermCharge(Number(0, 1), once),
            random.Next(2) == 0 ? null : new InterestCharge([new RateMove("parallel", [new(0, 0.05m)]), new RateMove("twist", [new(1, 0.04m), new(90, -0.06m)])], once),
            random.Next(2) == 0 ? [] : [new DepegCharge("USDC", 0.03m, once)]);
        var inCoin = random.Next(3) == 0;
        return Models.Of(
            [.. Models.Grid, .. extremes],
            0.05m + Number(0, 0.3m),
            charges,
            random.Next(2) == 0 ? LossCombination.Separate : LossCombination.Joint(Number(0, 1)),
            inCoin ? CoinValuation.CurrentPrice : CoinValuation.ScenarioPrice,
            inCoin || random.Next(2) == 0 ? CollateralTreatment.Haircut : CollateralTreatment.Netted,
            once);
    }

    private decimal MarkOf(string symbol) => symbol switch
    {
        "USDC-USD" => 0.99m + Number(0, 0.02m),
        _ when symbol.Contains("VOL", StringComparison.Ordinal) => 0.3m + Number(0, 1),
        _ => Prices[Array.FindIndex(Coins, c => symbol.StartsWith(c, StringComparison.Ordinal))] * (0.98m + Number(0, 0.04m)),
    };

    private decimal Quantity(string symbol)
    {
        var value = (random.Next(2) == 0 ? 1 : -1) * Number(100, 50_000);
        return symbol.Contains("COIN", StringComparison.Ordinal) ? value / 100 : value / Prices[Array.FindIndex(Coins, c => symbol.StartsWith(c, StringComparison.Ordinal))];
    }

    private decimal Number(decimal from, decimal to) => decimal.Round(from + (to - from) * random.Next(1_000_001) / 1_000_000, 6);

    private sealed class Market(Random random)
    {
        public RiskParameters Parameters { get; } = Models.Parameters(
            [.. Coins.SelectMany(c => new[] { Given.Linear($"{c}-PERP", Given.FivePercent, $"{c}-USD"), Given.Inverse($"{c}-COIN", Given.FivePercent, $"{c}-USD"), Models.Future($"{c}-FUT", Models.Now.AddDays(90), $"{c}-USD") })],
            [.. Coins.SelectMany(c => Days.SelectMany(d => Enumerable.Range(0, 4).Select(n => Models.Option(
                $"{c}-{d}-{n}",
                decimal.Round(Prices[Array.IndexOf(Coins, c)] * (0.6m + 0.8m * random.Next(1_001) / 1_000), 4),
                n % 2 == 0 ? OptionType.Call : OptionType.Put,
                Models.Now.AddDays(d),
                $"{c}-USD",
                n < 2 ? SettlementKind.Linear : SettlementKind.Inverse,
                volatility: $"{c}-VOL-{d}"))))],
            Given.Coin("BTC", "BTC-USD", 60_000, (0, 0.05m), (50_000, 0.2m)),
            Given.Coin("ETH", "ETH-USD", null, (0, 0.1m)),
            new CollateralAsset("USDC", "USDC-USD", [new HaircutTier(0, 0.01m)], null));
    }
}
