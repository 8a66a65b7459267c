using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Local.Backtest;

/// <summary>The requirement of a subject in portfolio mode, by the engine's own model.</summary>
internal static class PortfolioModel
{
    /// <exception cref="InvalidDataException">The model needs a price that the history does not have.</exception>
    public static (decimal Initial, decimal Maintenance) Assess(SubjectMoment moment, PortfolioMarginModel model)
    {
        var marks = moment.Market.Marks.Value;
        var pool = ResolvedPortfolio.Resolve(
            new Portfolio(
                [.. moment.Exposures.Select(e => PositionOf(e, moment.Market))],
                [.. moment.Subject.Collateral.Select(c => new CollateralHolding(c.Asset.Asset, c.Quantity))],
                AccountMode.Portfolio),
            marks.Parameters).Pools[0];
        return PortfolioMargin.TryAssess(pool, marks, model, out var initial, out var maintenance, out var missing)
            ? (initial, maintenance)
            : throw new InvalidDataException($"portfolio margin of {moment.Subject.Name} needs {missing}, of which the history has no price.");
    }

    private static Position PositionOf(Exposure exposure, MarketView market)
    {
        var price = market.Grid.Price(exposure.Symbol, market.Time);
        var quantity = exposure.Instrument.Settlement == SettlementKind.Inverse
            ? exposure.Notional / exposure.Instrument.ContractSize
            : exposure.Notional / exposure.Instrument.ContractSize / price;
        return new Position(exposure.Instrument.Symbol, quantity, price);
    }
}
