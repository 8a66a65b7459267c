using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Tests.Support;

/// <summary>
/// An account with everything that makes margin awkward: many symbols or one underlying, inverse contracts, coin collateral with tiers and caps, sizes on tier bounds, equity on
/// or next to a status level.
/// </summary>
internal sealed class RandomBook
{
    public static readonly decimal[] Levels = [1.5m, 1.2m, 1.0m, 1.25m, 1.55m];

    private readonly Random random;
    private readonly List<Instrument> instruments = [];
    private readonly List<CollateralAsset> assets = [Given.Usdt];
    private readonly List<Position> positions = [];
    private readonly List<CollateralHolding> holdings = [];
    private readonly Dictionary<string, decimal> prices = [];

    private RandomBook(int seed, bool shareUnderlyings)
    {
        Seed = seed;
        random = new Random(seed);
        var linear = random.Next(1, 11);
        for (var i = 0; i < linear; i++)
        {
            AddPosition($"L{i}", inverse: false, shareUnderlyings);
        }

        for (var i = random.Next(-3, 4); i > 0; i--)
        {
            AddPosition($"I{i}", inverse: true, shareUnderlyings);
        }

        for (var i = random.Next(-2, 4); i > 0; i--)
        {
            AddCoin($"C{i}", shareUnderlyings);
        }

        Parameters = Given.Parameters(instruments, assets);
        Marks = MarkSet.Of(Parameters, prices);
        AddCashNearALevel();
        Portfolio = new Portfolio(positions, holdings);
        Resolved = ResolvedPortfolio.Resolve(Portfolio, Parameters);
    }

    public int Seed { get; }

    public RiskParameters Parameters { get; }

    public Portfolio Portfolio { get; }

    public MarkSet Marks { get; }

    public ResolvedPortfolio Resolved { get; }

    /// <summary>Positions on symbols that follow underlyings of their own, mostly.</summary>
    public static RandomBook OfManySymbols(int seed) => new(seed, shareUnderlyings: false);

    /// <summary>Perpetuals, futures, inverse contracts and coins that follow two underlyings, so that they hedge each other.</summary>
    public static RandomBook OfTwoUnderlyings(int seed) => new(seed, shareUnderlyings: true);

    public string UnderlyingOf(string symbol) => Parameters.FindInstrument(symbol)?.Underlying ?? symbol;

    public override string ToString() => $"seed {Seed}: {positions.Count} positions, {holdings.Count} holdings";

    private void AddPosition(string symbol, bool inverse, bool shareUnderlyings)
    {
        var underlying = shareUnderlyings ? $"U{random.Next(2)}" : random.Next(5) == 0 ? "U0" : $"{symbol}-INDEX";
        var tiers = RandomTiers();
        var size = (decimal)Math.Pow(10, random.Next(-3, 3));
        var volatility = Round(0.2 + 1.5 * random.NextDouble(), 3);
        instruments.Add(inverse ? Given.Inverse(symbol, tiers, underlying, size, volatility) : Given.Linear(symbol, tiers, underlying, size, volatility));

        var mark = prices[symbol] = Price(shareUnderlyings);
        var notional = NearABound([.. tiers.Tiers.Select(t => t.Floor)]);
        var quantity = notional / size / (inverse ? 1 : mark);
        quantity = random.Next(3) == 0 ? quantity : Math.Max(1e-12m, decimal.Round(quantity, 8));
        var entry = mark * Round(0.6 + 0.8 * random.NextDouble(), 4);
        var signed = random.Next(2) == 0 ? quantity : -quantity;
        positions.Add(random.Next(6) == 0
            ? Given.Isolated(symbol, signed, entry, Math.Abs(signed) * size * (inverse ? 1 / mark : mark) * Round(random.NextDouble(), 4))
            : Given.Position(symbol, signed, entry));
    }

    private void AddCoin(string asset, bool shareUnderlyings)
    {
        // Priced by a symbol of its own, by an index, or by an instrument that is also held.
        var symbol = (shareUnderlyings ? 2 : random.Next(4)) switch { 0 => instruments[0].Symbol, 1 => "U0", 2 => $"U{random.Next(2)}", _ => $"{asset}-USD" };
        if (!prices.TryGetValue(symbol, out var price))
        {
            price = prices[symbol] = Price(shareUnderlyings);
        }

        var floors = RandomFloors(random.Next(1, 5));
        var haircut = 0m;
        var tiers = floors.Select(floor => new HaircutTier(floor, haircut = Math.Min(1, haircut + Round(random.NextDouble() * 0.3, 2)))).ToArray();
        decimal? cap = random.Next(3) == 0 ? Round(Math.Pow(10, 2 + 5 * random.NextDouble()), 2) : null;
        assets.Add(new CollateralAsset(asset, symbol, tiers, cap));
        var value = NearABound([.. floors, cap ?? 0]);
        holdings.Add(new CollateralHolding(asset, random.Next(8) == 0 ? -value / price / 20 : decimal.Round(value / price, 10)));
    }

    private void AddCashNearALevel()
    {
        var pool = ResolvedPortfolio.Resolve(new Portfolio(positions, holdings), Parameters).Pools[0];
        var now = Given.Assess(pool, Marks);
        var level = Levels[random.Next(Levels.Length)];
        double[] distances = [0, 0, 1e-14, -1e-14, 1e-9, -1e-9, 1e-5, -1e-5, 0.01, -0.01, 0.3, -0.3, 3, 30];
        var target = level * now.Maintenance * (1 + (decimal)distances[random.Next(distances.Length)]);
        var cash = target - now.Equity;
        holdings.Add(new CollateralHolding("USDT", random.Next(4) switch
        {
            0 => cash,
            1 => decimal.Round(cash, 2),
            2 => cash + Round((random.NextDouble() - 0.5) * 1e-7, 10),
            _ => decimal.Round(cash, 8),
        }));
    }

    private TierTable RandomTiers()
    {
        var initial = 0.002m;
        var maintenance = 0.001m;
        return new TierTable([.. RandomFloors(random.Next(1, 7)).Select(floor =>
        {
            maintenance = Math.Min(0.9m, maintenance + Round(random.NextDouble() * 0.05, 4));
            initial = Math.Min(1, Math.Max(initial, maintenance * 1.5m));
            return new MarginTier(floor, Math.Max(initial, maintenance), maintenance);
        })]);
    }

    private decimal[] RandomFloors(int count) =>
        [0, .. Enumerable.Range(1, count - 1).Select(_ => Round(Math.Pow(10, 1 + 6 * random.NextDouble()), 0)).Distinct().Order()];

    private decimal NearABound(decimal[] bounds)
    {
        var bound = bounds[random.Next(bounds.Length)];
        if (bound == 0 || random.Next(3) == 0)
        {
            return Round(Math.Pow(10, 7 * random.NextDouble()), 6);
        }

        double[] distances = [0, 1e-12, -1e-12, 1e-4, -1e-4, 0.05, -0.05];
        return bound * (1 + (decimal)distances[random.Next(distances.Length)]);
    }

    private decimal Price(bool likely) => likely ? Round(Math.Pow(10, 5 * random.NextDouble()), 4) : Round(Math.Pow(10, -4 + 9 * random.NextDouble()), 8);

    private static decimal Round(double value, int places) => decimal.Round((decimal)value, places);
}
