using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>What is to be booked for an order by what it has filled, all of it together, in account currency.</summary>
/// <remarks>
/// The fee is that of <see cref="FillSettlement"/>, measured from the bankruptcy price, what a coin-settled contract pays valued at the price of the fill, for at most what was ordered. It never takes more than the equity that the pool had
/// when the job was issued: the orders of one job are measured from the same bankruptcy, each as if it were alone. An option's fee is by the notional of its underlying at the mark it was planned at. Positions that are closed
/// against another account's pay none.
/// </remarks>
/// <param name="Fee">Both fees, not negative.</param>
/// <param name="FundFee">The insurance fund's part, at most <paramref name="Fee"/>.</param>
/// <param name="Cover">Of an isolated position the loss beyond bankruptcy, which is not the account's; not negative.</param>
internal readonly record struct OrderDue(decimal Fee, decimal FundFee, decimal Cover)
{
    /// <summary>What an order owes.</summary>
    /// <param name="job">The job.</param>
    /// <param name="order">One of its orders.</param>
    /// <param name="parameters">The contracts.</param>
    /// <param name="policy">The fees.</param>
    public static OrderDue Of(IssuedJob job, IssuedOrder order, RiskParameters parameters, LiquidationPolicy policy)
    {
        if (job.Scope == Messages.LiquidationJob.Deleverage || order is not { Filled: > 0, Price: { } price })
        {
            return default;
        }

        var filled = Math.Min(order.Filled, order.Quantity);
        var notional = Notional(order, filled, price, parameters);

        // Where no price makes the pool bankrupt any surplus is large enough.
        var surplus = order.Bankruptcy is { } bankruptcy ? Surplus(order, filled, bankruptcy, price, parameters) : Math.Max(0, job.Equity);
        var settled = FillSettlement.Of(surplus, notional, policy.Split);
        var fee = Math.Min(settled.Fee, Math.Max(0, job.Equity - job.Orders.Sum(o => o.Fee) + order.Fee));
        var cover = job.Pool == ResolvedPool.CrossKey ? 0 : Math.Max(0, -settled.Surplus);
        return new OrderDue(fee, MoneyRounding.RoundDownEquity(fee * policy.Split.FundShare), cover);
    }

    private static decimal Notional(IssuedOrder order, decimal filled, decimal price, RiskParameters parameters)
    {
        if (parameters.FindOption(order.Instrument) is not null)
        {
            return order.Notional * filled / order.Quantity;
        }

        return parameters.FindInstrument(order.Instrument) switch
        {
            { Settlement: SettlementKind.Inverse } inverse => filled * inverse.ContractSize,
            { } linear => filled * linear.ContractSize * price,
            null => filled * price,
        };
    }

    private static decimal Surplus(IssuedOrder order, decimal filled, decimal bankruptcy, decimal price, RiskParameters parameters)
    {
        var closed = order.Held > 0 ? filled : -filled;
        if (parameters.FindInstrument(order.Instrument) is { } instrument)
        {
            return instrument.Profit(closed, bankruptcy, price) * (instrument.Settlement == SettlementKind.Inverse ? price : 1);
        }

        return closed * (price - bankruptcy) * (parameters.FindOption(order.Instrument)?.ContractSize ?? 1);
    }
}
