using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Venue;

/// <summary>
/// Markets of a given depth that fill liquidation orders in the order of their arrival, as far as depth and limit allow; what is left stays open until it expires, is cancelled or superseded by a newer job of its pool, or the position
/// is where the order leaves it.
/// </summary>
/// <remarks>Orders of scope <c>deleverage</c> are filled whole at their limit, beside the markets. Everything is a function of the calls made to it.</remarks>
internal sealed class SimulatedVenue(RiskParameters parameters, VenueSettings settings, SimulatedBroker broker)
{
    private readonly Dictionary<string, TradedMarket> markets = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly MarketDepth depth = new(settings);
    private IReadOnlyDictionary<string, decimal> prices = new Dictionary<string, decimal>();
    private List<OpenOrder> open = [];

    /// <summary>What was traded and is still in the prices.</summary>
    public PriceImpact Impact { get; } = new(settings);

    /// <summary>The orders that are open.</summary>
    public IReadOnlyList<OpenOrder> Open => open;

    /// <summary>Where an underlying's price would be without these liquidations.</summary>
    /// <param name="path">Prices by symbol; a symbol that is not named keeps its last one.</param>
    public void Quote(IReadOnlyDictionary<string, decimal> path)
    {
        var next = new SortedDictionary<string, decimal>(prices.ToDictionary(), StringComparer.Ordinal);
        foreach (var (symbol, price) in path)
        {
            next[symbol] = price;
        }

        prices = next;
    }

    /// <summary>Takes a job. One that is known already changes nothing.</summary>
    public void Accept(LiquidationJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!known.Add($"{job.Scope}|{job.JobId}"))
        {
            return;
        }

        open.RemoveAll(o => o.Job.AccountId == job.AccountId && o.Job.Pool == job.Pool);
        if (job.Scope != LiquidationJob.Cancel)
        {
            open.AddRange(job.Orders.Select(order => new OpenOrder(job, order, MarketOf(order.Instrument))));
        }
    }

    /// <summary>Trades what can be traded now.</summary>
    /// <param name="now">The time; never before that of an earlier call.</param>
    /// <param name="messages">What the broker says of it, in the order of the trades.</param>
    public IReadOnlyList<VenueFill> Trade(DateTimeOffset now, out IReadOnlyList<OutgoingMessage> messages)
    {
        AdvanceTo(now);
        var fills = new List<VenueFill>();
        var told = new List<OutgoingMessage>();
        foreach (var order in open)
        {
            if (Trade(order, now) is { } fill)
            {
                fills.Add(fill);
                told.Add(broker.Settle(fill));
            }
        }

        open = [.. open.Where(order => RoomOf(order) > 0)];
        messages = told;
        return fills;
    }

    /// <summary>Lets time pass: depth comes back, impact fades, orders expire.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        depth.AdvanceTo(now);
        Impact.AdvanceTo(now);
        open.RemoveAll(order => order.Job.ExpiresAt <= now);
    }

    private VenueFill? Trade(OpenOrder order, DateTimeOffset now)
    {
        var (market, room) = (order.Market, RoomOf(order));
        if (room == 0 || !prices.TryGetValue(market.PriceSymbol, out var price))
        {
            return null;
        }

        if (order.Job.Scope == LiquidationJob.Deleverage)
        {
            return Filled(order, now, room, order.Order.LimitPrice ?? price);
        }

        var (quantity, paid) = TradeSize.Of(order, room, price, Impact.Of(market.Underlying), depth.Left(market.Name), settings);
        if (quantity == 0)
        {
            return null;
        }

        var notional = quantity * market.UnitNotional(price);
        depth.Take(market.Name, notional);
        Impact.Add(market.Underlying, order.IsSale ? -notional : notional);
        return Filled(order, now, quantity, paid);
    }

    private static VenueFill Filled(OpenOrder order, DateTimeOffset now, decimal quantity, decimal price)
    {
        order.Add(quantity, price);
        return new VenueFill(order, now, quantity, order.Filled, price, quantity * order.Market.UnitNotional(price));
    }

    private decimal RoomOf(OpenOrder order) => order.Room(broker.Held(order.Job.AccountId, order.Market));

    private TradedMarket MarketOf(string name) => markets.TryGetValue(name, out var market) ? market : markets[name] = TradedMarket.Of(parameters, name);
}
