namespace MarginFunctions.Local.Venue;

/// <summary>How much of an order a market takes at once, and at which price.</summary>
internal static class TradeSize
{
    /// <summary>
    /// From a price of <c>S·(1 + d)</c>, a sale of notional <c>n</c> ends at <c>S·(1 + d − k·n/D)</c> and is paid the middle of the two; a purchase the other way. The end of a trade is not beyond the order's limit, so its price is better.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="most">The most that it may fill, positive.</param>
    /// <param name="price">The path's price <c>S</c>.</param>
    /// <param name="moved">The move <c>d</c> so far.</param>
    /// <param name="left">Depth that is left in this minute.</param>
    /// <param name="settings">Depth <c>D</c> and impact <c>k</c>.</param>
    /// <returns>Contracts or units, in lots unless they are all; 0 when nothing can be traded.</returns>
    public static (decimal Quantity, decimal Price) Of(OpenOrder order, decimal most, decimal price, decimal moved, decimal left, VenueSettings settings)
    {
        // The fall of a sale and the rise of a purchase are the same walk.
        var sign = order.IsSale ? -1 : 1;
        var furthest = order.Order.LimitPrice is { } limit ? Math.Min(PriceImpact.Furthest, sign * (limit / price - 1)) : PriceImpact.Furthest;
        var way = furthest - sign * moved;
        if (way < 0 || left <= 0)
        {
            return default;
        }

        var unit = order.Market.UnitNotional(price);
        var notional = settings.Impact > 0 ? Math.Min(left, way / settings.Impact * settings.Depth) : left;
        var quantity = notional / unit >= most ? most : decimal.Floor(notional / unit / order.Market.Lot) * order.Market.Lot;
        return quantity > 0
            ? (quantity, order.Round(price * (1 + moved + sign * settings.Impact * quantity * unit / settings.Depth / 2)))
            : default;
    }
}
