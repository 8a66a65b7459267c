using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Local.Venue;

/// <summary>An order that the venue works on, and what it did so far.</summary>
internal sealed class OpenOrder(LiquidationJob job, LiquidationOrder order, TradedMarket market)
{
    private decimal value;

    /// <summary>The job it belongs to.</summary>
    public LiquidationJob Job { get; } = job;

    /// <summary>What was asked.</summary>
    public LiquidationOrder Order { get; } = order;

    /// <summary>Where it is traded.</summary>
    public TradedMarket Market { get; } = market;

    public bool IsSale { get; } = order.Side == "sell";

    /// <summary>Contracts or units filled so far.</summary>
    public decimal Filled { get; private set; }

    /// <summary>
    /// The average price of what was filled: the one at which all of it would have brought the same profit. So it is the mean of prices for a linear contract, and the harmonic mean for an inverse one. Rounded against the account, never
    /// beyond the limit.
    /// </summary>
    public decimal AveragePrice => Market.IsInverse ? Round(Filled / value) : Round(value / Filled);

    /// <summary>How much it may still fill, for an account that holds so much: never beyond what was asked, what it is to leave, or zero.</summary>
    public decimal Room(decimal held)
    {
        var target = Order.ReduceTo ?? 0;
        var toTarget = IsSale ? held - Math.Max(0, target) : Math.Min(0, target) - held;
        return Math.Max(0, Math.Min(Order.Quantity - Filled, toTarget));
    }

    public void Add(decimal quantity, decimal price)
    {
        Filled += quantity;
        value += Market.IsInverse ? quantity / price : quantity * price;
    }

    /// <summary>A price rounded against the account, and never beyond the limit.</summary>
    public decimal Round(decimal price)
    {
        var rounded = TradedMarket.Round(price, up: !IsSale);
        return (Order.LimitPrice, IsSale) switch
        {
            ({ } limit, true) => Math.Max(limit, rounded),
            ({ } limit, false) => Math.Min(limit, rounded),
            _ => rounded,
        };
    }
}
