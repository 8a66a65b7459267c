using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Tests.Support;

/// <summary>
/// An account with options: calls and puts, near and far strikes, from long expired to a year away, linear and in coin, on futures and on the index, volatilities shared or not, hedged or not, beside perpetuals,
/// futures and coin collateral with tiers and caps; equity on or near a status level.
/// </summary>
internal sealed class RandomOptionBook
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan[] Expiries =
    [
        TimeSpan.FromHours(-5), TimeSpan.Zero, TimeSpan.FromMinutes(2), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromDays(120), TimeSpan.FromDays(365),
    ];

    private readonly Random random;
    private readonly AccountMode mode;
    private readonly List<Instrument> instruments = [];
    private readonly List<OptionContract> options = [];
    private readonly List<CollateralAsset> assets = [Given.Usdt];
    private readonly List<Position> positions = [];
    private readonly List<CollateralHolding> holdings = [];
    private readonly Dictionary<string, decimal> prices = [];

    public RandomOptionBook(int seed, PortfolioMarginModel? model)
    {
        Seed = seed;
        random = new Random(seed);
        mode = model is null ? AccountMode.Standard : AccountMode.Portfolio;
        for (var i = random.Next(1, 4) / 2; i >= 0; i--)
        {
            AddUnderlying($"U{i}");
        }

        if (random.Next(3) == 0)
        {
            prices["USDC-USD"] = Round(0.9 + 0.2 * random.NextDouble(), 4);
            assets.Add(Given.Coin("USDC", "USDC-USD", random.Next(2) == 0 ? 1_000 : null, (0, 0.01m), (5_000, 0.05m)));
            holdings.Add(new CollateralHolding("USDC", Round(Math.Pow(10, 1 + 5 * random.NextDouble()) * (random.Next(4) == 0 ? -1 : 1), 2)));
        }

        Parameters = new RiskParameters("v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, instruments, assets, [], options, model);
        Marks = MarkSet.Of(Parameters, prices, Now);
        AddCashNearALevel();
        Portfolio = new Portfolio(positions, holdings, mode);
        Resolved = ResolvedPortfolio.Resolve(Portfolio, Parameters);
    }

    public int Seed { get; }

    public RiskParameters Parameters { get; }

    public MarkSet Marks { get; }

    public Portfolio Portfolio { get; }

    public ResolvedPortfolio Resolved { get; }

    public override string ToString() => $"seed {Seed}, {Parameters.PortfolioMargin?.Name ?? "standard"}: {positions.Count} positions, {holdings.Count} holdings";

    private void AddUnderlying(string underlying)
    {
        var index = Round(Math.Pow(10, 5 * random.NextDouble()), 4);
        prices[underlying] = index;
        var scale = (double)index;
        AddFuture($"{underlying}-PERP", underlying, null, scale);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            AddExpiry(underlying, n, Expiries[random.Next(Expiries.Length)], scale);
        }

        if (random.Next(2) == 0)
        {
            (decimal, decimal)[] haircuts = random.Next(2) == 0 ? [(0, 0.05m)] : [(0, 0.02m), (100, 0.1m), (3_000, 0.4m)];
            assets.Add(Given.Coin(underlying + "C", underlying, random.Next(3) == 0 ? 500 : null, haircuts));
            holdings.Add(new CollateralHolding(underlying + "C", Size(scale, random.Next(2) == 0 ? 1 : 20) * (random.Next(6) == 0 ? -1 : 1)));
        }
    }

    private void AddExpiry(string underlying, int n, TimeSpan left, double scale)
    {
        var name = $"{underlying}-E{n}";
        var forward = random.Next(3) == 0 ? underlying : name;
        var future = (double)prices[underlying] * (1 + 0.1 * (random.NextDouble() - 0.5));
        AddFuture(name, underlying, Now + left, future);
        var volatility = random.Next(2) == 0 ? $"{underlying}-VOL" : $"{name}-VOL";
        prices.TryAdd(volatility, Round(0.05 + Math.Pow(random.NextDouble(), 2) * 2, 4));
        var deviation = (double)prices[volatility] * Math.Sqrt(Math.Max(0, left.TotalDays) / 365);
        for (var i = random.Next(0, 7); i > 0; i--)
        {
            var strike = Round((double)prices[forward] * Math.Exp(random.Next(4) switch { 0 => 0, 1 => deviation * (2 * random.NextDouble() - 1), 2 => deviation * (8 * random.NextDouble() - 4), _ => 2.5 * random.NextDouble() - 0.8 }), 6);
            var isLinear = random.Next(2) == 0;
            var symbol = $"{name}-{i}";
            options.Add(new OptionContract(
                symbol, isLinear ? SettlementKind.Linear : SettlementKind.Inverse, underlying, isLinear ? "USDT" : underlying + "C", random.Next(2) == 0 ? 1 : 0.1m, Math.Max(0.000001m, strike),
                random.Next(2) == 0 ? OptionType.Call : OptionType.Put, Now + left, forward, volatility, StandardOptionMargin.Deribit));
            var quantity = Size(scale, 10) * (random.Next(5) < 3 ? -1 : 1);
            positions.Add(random.Next(12) == 0 ? new Position(symbol, quantity, 1, MarginMode.Isolated, isLinear ? Math.Abs(quantity) * prices[forward] / 10 : Math.Abs(quantity) / 8) : new Position(symbol, quantity, 1));
            if (random.Next(3) == 0)
            {
                // About what hedges it, on the future of the same expiry or another.
                positions.Add(new Position(random.Next(2) == 0 ? name : $"{underlying}-PERP", HedgeSize(name, quantity), prices[name]));
            }
        }
    }

    private decimal HedgeSize(string future, decimal quantity)
    {
        var instrument = instruments.Single(i => i.Symbol == future);
        var coins = -quantity * Round(0.3 + 0.4 * random.NextDouble(), 3);
        return instrument.Settlement == SettlementKind.Linear ? coins : decimal.Round(coins * prices[future] / instrument.ContractSize, 4) is var c and not 0 ? c : 1;
    }

    private void AddFuture(string symbol, string underlying, DateTimeOffset? expiry, double price)
    {
        var isLinear = random.Next(3) > 0;
        prices[symbol] = Round(price, 6);
        instruments.Add(new Instrument(
            symbol, expiry is null ? ContractKind.Perpetual : ContractKind.Future, isLinear ? SettlementKind.Linear : SettlementKind.Inverse, underlying, isLinear ? "USDT" : underlying + "C",
            isLinear ? 1 : 10, Round(0.2 + random.NextDouble(), 3), expiry, random.Next(2) == 0 ? Given.FivePercent : Given.Tiers((0, 0.01m, 0.005m), (1_000, 0.05m, 0.02m), (20_000, 0.2m, 0.1m))));
        if (random.Next(3) == 0)
        {
            var entry = prices[symbol] * Round(0.7 + 0.6 * random.NextDouble(), 3);
            var size = Size(price, 4);
            positions.Add(new Position(symbol, (isLinear ? size : Math.Max(1, decimal.Round(size * prices[symbol] / 10))) * (random.Next(2) == 0 ? 1 : -1), entry));
        }
    }

    private void AddCashNearALevel()
    {
        var pool = ResolvedPortfolio.Resolve(new Portfolio(positions, holdings, mode), Parameters).Pools[0];
        var now = Given.Assess(pool, Marks);
        var level = RandomBook.Levels[random.Next(RandomBook.Levels.Length)];
        double[] distances = [0, 1e-9, -1e-9, 1e-5, 0.01, -0.01, 0.05, -0.05, 0.3, -0.3, -0.6, 1, 3, 30];
        var cash = level * now.Maintenance * (1 + (decimal)distances[random.Next(distances.Length)]) - now.Equity;
        holdings.Add(new CollateralHolding("USDT", random.Next(3) == 0 ? cash : decimal.Round(cash, 4)));
    }

    /// <summary>About a thousand of account currency, over four powers of ten.</summary>
    private decimal Size(double price, double share) => Math.Max(0.00000001m, Round(1_000 * share * Math.Pow(10, 4 * random.NextDouble() - 2) / price, 8));

    private static decimal Round(double value, int places) => decimal.Round((decimal)value, places);
}
