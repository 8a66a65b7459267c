using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// What one would write first: close the same part of every position, find the part by bisection, and margin a new portfolio at every step. For a single position it finds the smallest number of lots, and so says what the
/// planner must find.
/// </summary>
internal static class PlainPlanner
{
    /// <summary>Lots of each position, in the portfolio's order; all of them where no part restores.</summary>
    public static decimal[] Plan(Portfolio portfolio, MarkSet marks, LiquidationTerms terms)
    {
        var all = portfolio.Positions.Select(p => decimal.Ceiling(Math.Abs(p.Quantity) / terms.MarketOf(p.Instrument).Lot)).ToArray();
        var steps = all.Max();
        decimal[] Part(decimal step) => Array.ConvertAll(all, lots => decimal.Ceiling(lots * step / steps));
        if (!IsRestored(After(portfolio, marks, terms, all), terms))
        {
            return all;
        }

        var (low, high) = (0m, steps);
        while (high - low > 1)
        {
            var middle = decimal.Floor((low + high) / 2);
            (low, high) = IsRestored(After(portfolio, marks, terms, Part(middle)), terms) ? (low, middle) : (middle, high);
        }

        return Part(high);
    }

    /// <summary>Whether the restore level is reached.</summary>
    public static bool IsRestored(MarginPosition margin, LiquidationTerms terms) => margin.Equity >= terms.RestoreLevel * margin.Maintenance;

    /// <summary>The cross pool after closing so many lots of each position, by way of a new portfolio.</summary>
    public static MarginPosition After(Portfolio portfolio, MarkSet marks, LiquidationTerms terms, decimal[] lots)
    {
        var parameters = marks.Parameters;
        var cash = portfolio.Collateral[0].Quantity - Cost(portfolio, marks, terms, lots);
        var left = new List<Position>(portfolio.Positions.Count);
        for (var n = 0; n < lots.Length; n++)
        {
            var position = portfolio.Positions[n];
            var closed = Size(position, terms, lots[n]) * Math.Sign(position.Quantity);
            cash += parameters.FindInstrument(position.Instrument) is { } instrument ? instrument.Profit(closed, position.EntryPrice, Mark(marks, position.Instrument))
                : closed == 0 ? 0 : closed * OptionPrice(position, marks) * parameters.FindOption(position.Instrument)!.ContractSize;
            if (position.Quantity != closed)
            {
                left.Add(position with { Quantity = position.Quantity - closed });
            }
        }

        var pool = ResolvedPortfolio.Resolve(portfolio with { Positions = left, Collateral = [portfolio.Collateral[0] with { Quantity = cash }] }, parameters).Pools[0];
        return PoolAssessor.TryAssess(pool, marks, out var margin, out var missing) ? margin : throw new InvalidOperationException($"{missing} is missing.");
    }

    /// <summary>Fees and impact, each rounded up. A long option is not sold below nothing.</summary>
    public static decimal Cost(Portfolio portfolio, MarkSet marks, LiquidationTerms terms, decimal[] lots)
    {
        var cost = 0m;
        for (var n = 0; n < lots.Length; n++)
        {
            var position = portfolio.Positions[n];
            var size = Size(position, terms, lots[n]);
            if (size == 0)
            {
                continue;
            }

            var option = marks.Parameters.FindOption(position.Instrument);
            var unit = option is null ? marks.Parameters.FindInstrument(position.Instrument)!.ContractSize * Mark(marks, position.Instrument) : option.ContractSize * Mark(marks, option.ForwardSymbol);
            var impact = size * unit * terms.MarketOf(position.Instrument).Impact;
            if (option is not null && position.Quantity > 0)
            {
                impact = Math.Min(impact, size * option.ContractSize * OptionPrice(position, marks));
            }

            cost += MoneyRounding.RoundUpRequirement(size * unit * terms.FeeRate) + MoneyRounding.RoundUpRequirement(size * unit * terms.FundFeeRate) + MoneyRounding.RoundUpRequirement(impact);
        }

        return cost;
    }

    private static decimal Size(Position position, LiquidationTerms terms, decimal lots) => Math.Min(Math.Abs(position.Quantity), lots * terms.MarketOf(position.Instrument).Lot);

    private static decimal Mark(MarkSet marks, string symbol) => marks.Find(marks.Parameters.FindSymbol(symbol)!.Value)!.Value;

    private static decimal OptionPrice(Position position, MarkSet marks)
    {
        var option = ResolvedPortfolio.Resolve(new Portfolio([position], []), marks.Parameters).Pools[0].Options[0];
        return marks.TryPrice(option, out var price, out var missing) ? price : throw new InvalidOperationException($"{missing} is missing.");
    }
}
