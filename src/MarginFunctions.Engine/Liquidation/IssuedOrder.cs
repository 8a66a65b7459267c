using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>An order of a liquidation job as the account remembers it.</summary>
/// <param name="Instrument">The contract, or the collateral asset that is sold.</param>
/// <param name="Held">What the account had of it when the order was issued, signed.</param>
/// <param name="ReduceTo">What the order leaves, signed: between 0 and <paramref name="Held"/>.</param>
/// <param name="Notional">What the order closes at the mark it was planned at, in account currency.</param>
/// <param name="Bankruptcy">The price at which the pool's equity was zero; null when no price does it, and for collateral.</param>
/// <param name="Filled">Contracts or units filled so far, without sign; may be more than was ordered.</param>
/// <param name="Price">Their average price; null while nothing is filled.</param>
/// <param name="Fee">What has been charged for them.</param>
/// <param name="FundFee">The insurance fund's part of it.</param>
/// <param name="Covered">What of their loss beyond bankruptcy has been covered; 0 but for isolated positions.</param>
public sealed record IssuedOrder(
    string Instrument,
    decimal Held,
    decimal ReduceTo,
    decimal Notional,
    decimal? Bankruptcy,
    decimal Filled = 0,
    decimal? Price = null,
    decimal Fee = 0,
    decimal FundFee = 0,
    decimal Covered = 0)
{
    /// <summary>An order of the insurance fund's. What was held when it was decided is what it leaves and what it closes.</summary>
    public static IssuedOrder Of(LiquidationOrder order)
    {
        var left = order.ReduceTo ?? 0;
        return new IssuedOrder(order.Instrument, order.Side == "sell" ? left + order.Quantity : left - order.Quantity, left, order.Quantity * (order.LimitPrice ?? 0), order.LimitPrice);
    }

    /// <summary>What was ordered, without sign.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal Quantity => Math.Abs(Held - ReduceTo);

    /// <summary>Whether nothing is left to do: all of it is filled, or the account has no more than it leaves.</summary>
    /// <param name="held">What the account has now, signed.</param>
    public bool IsDone(decimal held) => Filled >= Quantity || (Held > 0 ? held <= ReduceTo : held >= ReduceTo);
}
