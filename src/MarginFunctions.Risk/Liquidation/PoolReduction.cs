using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>A pool with some of it closed at today's marks, assessed again in full.</summary>
/// <remarks>
/// Closing turns value into cash one for one: equity changes by fees and impact only, whatever the settlement asset. Cash is added behind the account currency's haircut, and what a coin-settled contract pays counts at its
/// mark. Positions and holdings are in ordinal order of their names, so a plan does not depend on a portfolio's order; in portfolio mode, whose sums are <c>double</c>, amounts may differ from
/// an assessment in another order by their last unit.
/// </remarks>
internal sealed class PoolReduction
{
    private readonly ResolvedPool pool;
    private readonly MarkSet marks;
    private readonly LiquidationTerms terms;

    public PoolReduction(ResolvedPool pool, MarkSet marks, LiquidationTerms terms)
    {
        this.pool = new ResolvedPool(
            pool.Key,
            pool.Mode,
            pool.ConstantEquity,
            pool.ConstantCollateral,
            [.. pool.PositionArray.OrderBy(p => p.Instrument.Symbol, StringComparer.Ordinal)],
            [.. pool.OptionArray.OrderBy(o => o.Contract.Symbol, StringComparer.Ordinal)],
            [.. pool.CollateralArray.OrderBy(c => c.Schedule?.Asset, StringComparer.Ordinal)],
            pool.UnknownName);
        this.marks = marks;
        this.terms = terms;
        Legs = [.. MakeLegs()];
    }

    /// <summary>Everything that can be closed or sold.</summary>
    public IReadOnlyList<LiquidationLeg> Legs { get; }

    /// <summary>How its requirement is found.</summary>
    public AccountMode Mode => pool.Mode;

    /// <summary>The pool after closing so many lots of each leg.</summary>
    public ReducedState After(decimal[] lots)
    {
        var reduced = Reduced(lots, out var cost, out var notional);
        return PoolAssessor.TryAssess(reduced, marks, out var margin, out var missing)
            ? new ReducedState(margin, terms.RestoreLevel, cost, notional)
            : throw new InvalidOperationException($"Pool {pool.Key} cannot be assessed: {missing} is missing.");
    }

    /// <summary>What is owed after it, in account currency, when nothing but collateral is left: debit balances less cash. Not positive where cash makes up for them.</summary>
    public decimal DebtAfter(decimal[] lots)
    {
        var reduced = Reduced(lots, out _, out _);
        return -reduced.ConstantEquity - reduced.CollateralArray.Where(c => c.Quantity < 0).Sum(c => c.Quantity * Mark(c.Symbol));
    }

    /// <summary>What a sale of so many lots brings after its costs, in account currency.</summary>
    public decimal Proceeds(LiquidationLeg leg, decimal lots) => leg.Size(lots) * leg.UnitValue - leg.Cost(lots, terms).Total;

    private ResolvedPool Reduced(decimal[] lots, out decimal cost, out decimal notional)
    {
        var cash = 0m;
        var collateralCash = 0m;
        (cost, notional) = (0, 0);
        var positions = new List<ResolvedPosition>(pool.PositionArray.Length);
        var options = new List<ResolvedOption>(pool.OptionArray.Length);
        var collateral = pool.CollateralArray;
        for (var n = 0; n < Legs.Count; n++)
        {
            var leg = Legs[n];
            var size = leg.Size(lots[n]);
            var closed = leg.Held < 0 ? -size : size;
            if (size > 0)
            {
                var legCost = leg.Cost(lots[n], terms);
                cost += legCost.Total;
                notional += legCost.Notional;
                cash += closed * leg.UnitValue;
                collateralCash += leg.Kind == LegKind.Position ? Profit(pool.PositionArray[leg.Index], closed, leg.Price) : closed * leg.UnitValue;
            }

            var left = leg.Held - closed;
            switch (leg.Kind)
            {
                case LegKind.Position when left != 0:
                    var position = pool.PositionArray[leg.Index];
                    positions.Add(size == 0 ? position : new ResolvedPosition(position.Position with { Quantity = left }, position.Instrument, position.Symbol));
                    break;
                case LegKind.Option when left != 0:
                    var option = pool.OptionArray[leg.Index];
                    options.Add(size == 0 ? option : new ResolvedOption(option.Position with { Quantity = left }, option.Contract, option.Index, option.Forward, option.Volatility));
                    break;
                case LegKind.Collateral when size > 0:
                    collateral = collateral == pool.CollateralArray ? [.. collateral] : collateral;
                    collateral[leg.Index] = collateral[leg.Index] with { Quantity = left };
                    break;
            }
        }

        return new ResolvedPool(
            pool.Key, pool.Mode, pool.ConstantEquity + cash - cost, pool.ConstantCollateral + collateralCash - cost, [.. positions], [.. options], collateral, pool.UnknownName);
    }

    private static decimal Profit(in ResolvedPosition position, decimal closed, decimal mark) =>
        closed * position.Instrument.ContractSize * (mark - position.EntryPrice) / (position.IsInverse ? position.EntryPrice : 1);

    private IEnumerable<LiquidationLeg> MakeLegs()
    {
        for (var n = 0; n < pool.PositionArray.Length; n++)
        {
            var position = pool.PositionArray[n];
            var instrument = position.Instrument;
            var mark = Mark(position.Symbol);

            // A pool holds linear entry values as a constant, so what leaves is the whole value; an inverse position's profit is its own.
            var value = position.IsInverse ? instrument.ContractSize * (mark - position.EntryPrice) / position.EntryPrice : instrument.ContractSize * mark;
            var notional = instrument.ContractSize * (position.IsInverse ? 1 : mark);
            yield return new LiquidationLeg(
                instrument.Symbol, LegKind.Position, n, position.Position.Quantity, mark, notional, value, instrument.Underlying, terms.MarketOf(instrument.Symbol));
        }

        for (var n = 0; n < pool.OptionArray.Length; n++)
        {
            var option = pool.OptionArray[n];
            var contract = option.Contract;
            marks.TryPrice(option, out var price, out _);
            yield return new LiquidationLeg(
                contract.Symbol,
                LegKind.Option,
                n,
                option.Position.Quantity,
                price,
                contract.ContractSize * Mark(option.Forward),
                contract.ContractSize * price,
                contract.Underlying,
                terms.MarketOf(contract.Symbol));
        }

        for (var n = 0; n < pool.CollateralArray.Length; n++)
        {
            // Margin of an isolated position has no schedule and stays with it.
            if (pool.CollateralArray[n] is { Quantity: > 0, Schedule: { } schedule } holding)
            {
                var price = Mark(holding.Symbol);
                yield return new LiquidationLeg(
                    schedule.Asset, LegKind.Collateral, n, holding.Quantity, price, price, price, marks.Parameters.Underlyings[holding.Symbol], terms.MarketOf(schedule.Asset));
            }
        }
    }

    private decimal Mark(int symbol) => marks.Find(symbol) ?? throw new InvalidOperationException($"{marks.Parameters.Symbols[symbol]} has no mark.");
}
