using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Parameters;

/// <summary>A market and one account, as a published example states them.</summary>
internal sealed class Venue(DateTimeOffset at)
{
    private readonly List<Instrument> instruments = [];
    private readonly List<OptionContract> options = [];
    private readonly List<CollateralAsset> assets = [];
    private readonly List<Position> positions = [];
    private readonly List<CollateralHolding> holdings = [];
    private readonly Dictionary<string, decimal> marks = [];

    public Venue Future(string symbol, string underlying, SettlementKind settlement, decimal size, decimal quantity, decimal mark, DateTimeOffset? expiry = null)
    {
        var tiers = new TierTable([new MarginTier(0, 0.1m, 0.05m)]);
        var kind = expiry is null ? ContractKind.Perpetual : ContractKind.Future;
        instruments.Add(new Instrument(symbol, kind, settlement, underlying, settlement == SettlementKind.Linear ? "USD" : "BTC", size, 0.6m, expiry, tiers));
        positions.Add(new Position(symbol, quantity, mark));
        marks[symbol] = mark;
        return this;
    }

    public Venue Call(string symbol, string underlying, decimal strike, DateTimeOffset expiry, decimal quantity, decimal forward, decimal volatility)
    {
        options.Add(new OptionContract(symbol, SettlementKind.Linear, underlying, "USD", 1, strike, OptionType.Call, expiry, $"{symbol}-F", $"{symbol}-V", StandardOptionMargin.Deribit));
        positions.Add(new Position(symbol, quantity, 0));
        (marks[$"{symbol}-F"], marks[$"{symbol}-V"]) = (forward, volatility);
        return this;
    }

    public Venue Coin(string asset, string priceSymbol, decimal quantity, decimal price)
    {
        assets.Add(new CollateralAsset(asset, priceSymbol, [new HaircutTier(0, 0)], null));
        holdings.Add(new CollateralHolding(asset, quantity));
        marks[priceSymbol] = price;
        return this;
    }

    public PortfolioRequirement Assess(PortfolioMarginModel model)
    {
        var parameters = new RiskParameters("v", "USD", 1, TimeSpan.FromMinutes(1), MarginLevels.Default, instruments, assets, [], options, model);
        var pool = ResolvedPortfolio.Resolve(new Portfolio(positions, holdings, AccountMode.Portfolio), parameters).Pools[0];
        Assert.True(PortfolioMargin.TryAssess(pool, MarkSet.Of(parameters, marks, at), model, out var requirement, out var missing), missing);
        return requirement;
    }
}
