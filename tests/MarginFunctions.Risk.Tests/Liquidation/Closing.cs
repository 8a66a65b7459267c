using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Liquidation;

/// <summary>Terms to close by, and a second way to close: a portfolio with smaller positions and with the money booked into collateral.</summary>
internal static class Closing
{
    public static LiquidationTerms Terms(decimal fee = 0, decimal fund = 0, decimal level = 1, params (string Name, decimal Impact, decimal Lot, decimal Minimum)[] markets) =>
        new(fee, fund, level, markets.ToDictionary(m => m.Name, m => new MarketTerms(m.Impact, m.Lot, m.Minimum)));

    /// <summary>The same impact for everything, and for each a lot from a hundred-thousandth of what is held up to all of it.</summary>
    public static LiquidationTerms RandomTerms(int seed, Portfolio portfolio)
    {
        var random = new Random(seed);
        decimal Rate(double most) => random.Next(4) == 0 ? 0 : decimal.Round((decimal)(random.NextDouble() * most), 5);
        decimal Lot(decimal held) => decimal.Round(Math.Clamp(Math.Abs(held) * (decimal)Math.Pow(10, -5 * random.NextDouble()), 0.00000001m, 1_000_000_000), 8);
        decimal Minimum(decimal lot) => random.Next(3) == 0 ? Math.Min(1_000_000_000, lot * random.Next(1, 20)) : 0;

        var markets = new Dictionary<string, MarketTerms>();
        foreach (var (name, held) in portfolio.Positions.Select(p => (p.Instrument, p.Quantity)).Concat(portfolio.Collateral.Select(c => (c.Asset, c.Quantity))))
        {
            var lot = Lot(held);
            markets[name] = new MarketTerms(Rate(0.01), lot, Minimum(lot));
        }

        return new LiquidationTerms(Rate(0.005), Rate(0.002), 1 + Rate(0.3), markets);
    }

    public static LiquidationPlan Plan(ResolvedPool pool, MarkSet marks, LiquidationTerms terms)
    {
        Assert.True(LiquidationPlanner.TryPlan(pool, marks, terms, out var plan, out var missing), $"{missing} is missing");
        return plan!;
    }

    /// <summary>The margin of the cross pool after trades at today's marks, by way of a new portfolio.</summary>
    public static MarginPosition After(Portfolio portfolio, RiskParameters parameters, MarkSet marks, LiquidationTerms terms, IReadOnlyList<(string Name, decimal Trade)> trades) =>
        Given.Assess(ResolvedPortfolio.Resolve(Closed(portfolio, parameters, marks, terms, trades), parameters).Pools[0], marks);

    /// <summary>What is owed after trades: cash and debit balances in coin, as a positive amount.</summary>
    public static decimal DebtAfter(Portfolio portfolio, RiskParameters parameters, MarkSet marks, LiquidationTerms terms, IReadOnlyList<(string Name, decimal Trade)> trades) =>
        -Closed(portfolio, parameters, marks, terms, trades).Collateral.Sum(c =>
            c.Asset == parameters.AccountCurrency ? c.Quantity : Math.Min(0, c.Quantity) * Price(parameters.FindCollateral(c.Asset)!.PriceSymbol!, parameters, marks));

    private static Portfolio Closed(Portfolio portfolio, RiskParameters parameters, MarkSet marks, LiquidationTerms terms, IReadOnlyList<(string Name, decimal Trade)> trades)
    {
        var positions = portfolio.Positions.Where(p => p.Mode == MarginMode.Cross).ToDictionary(p => p.Instrument);
        var holdings = portfolio.Collateral.ToDictionary(c => c.Asset, c => c.Quantity);
        var cash = 0m;
        foreach (var (name, trade) in trades)
        {
            var notional = Math.Abs(trade) * UnitNotional(name, parameters, marks);
            var impact = notional * terms.MarketOf(name).Impact;
            if (holdings.TryGetValue(name, out var held))
            {
                cash -= trade * Price(parameters.FindCollateral(name)!.PriceSymbol!, parameters, marks);
                holdings[name] = held + trade;
            }
            else
            {
                var position = positions[name];
                var realised = Realised(position, trade, parameters, marks);
                cash += realised;
                impact = parameters.FindOption(name) is not null && position.Quantity > 0 ? Math.Min(impact, realised) : impact;
                positions[name] = position with { Quantity = position.Quantity + trade };
            }

            cash -= MoneyRounding.RoundUpRequirement(notional * terms.FeeRate) + MoneyRounding.RoundUpRequirement(notional * terms.FundFeeRate) + MoneyRounding.RoundUpRequirement(impact);
        }

        holdings[parameters.AccountCurrency] = holdings.GetValueOrDefault(parameters.AccountCurrency) + cash;
        return new Portfolio([.. positions.Values.Where(p => p.Quantity != 0).OrderBy(p => p.Instrument, StringComparer.Ordinal)], [.. holdings.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => new CollateralHolding(h.Key, h.Value))], portfolio.Mode);
    }

    public static IReadOnlyList<(string Name, decimal Trade)> Trades(LiquidationPlan plan) => [.. plan.Orders.Select(o => (o.Name, o.Trade))];

    private static decimal Realised(Position position, decimal trade, RiskParameters parameters, MarkSet marks)
    {
        if (parameters.FindInstrument(position.Instrument) is { } instrument)
        {
            var profit = -trade * instrument.ContractSize * (Price(instrument.Symbol, parameters, marks) - position.EntryPrice);
            return instrument.Settlement == Risk.Instruments.SettlementKind.Linear ? profit : profit / position.EntryPrice;
        }

        var alone = ResolvedPortfolio.Resolve(new Portfolio([position with { Quantity = -trade, Mode = MarginMode.Cross, IsolatedMargin = 0 }], []), parameters).Pools[0];
        return Given.Assess(alone, marks).Equity;
    }

    private static decimal UnitNotional(string name, RiskParameters parameters, MarkSet marks) =>
        parameters.FindOption(name) is { } option ? option.ContractSize * Price(option.ForwardSymbol, parameters, marks)
        : parameters.FindInstrument(name) is not { } instrument ? Price(parameters.FindCollateral(name)!.PriceSymbol!, parameters, marks)
        : instrument.Settlement == Risk.Instruments.SettlementKind.Inverse ? instrument.ContractSize
        : instrument.ContractSize * Price(name, parameters, marks);

    private static decimal Price(string symbol, RiskParameters parameters, MarkSet marks) => marks.Find(parameters.FindSymbol(symbol)!.Value)!.Value;
}
