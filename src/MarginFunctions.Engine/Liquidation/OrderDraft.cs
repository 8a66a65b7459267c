using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using PlannedOrder = MarginFunctions.Risk.Liquidation.LiquidationOrder;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>Makes orders of a plan, as large as the minute takes them.</summary>
/// <param name="policy">Markets and their caps.</param>
/// <param name="shard">Who is told when a minute takes more.</param>
/// <param name="grants">What the minute takes. What has not been asked for is not taken yet, and wished for.</param>
/// <param name="now">The moment that the orders are for.</param>
internal sealed class OrderDraft(LiquidationPolicy policy, int shard, SliceGrants grants, DateTimeOffset now)
{
    /// <summary>The most orders of an account that are open, so that job, decision and account stay small. What is left comes in the next job.</summary>
    public const int MaximumOrders = 100;

    private readonly List<SliceWish> wishes = [];

    /// <summary>What is to be asked for.</summary>
    public IReadOnlyList<SliceWish> Wishes => wishes;

    /// <summary>Whether no order for any part of what is held can be had of this minute, so that there is no need to plan one.</summary>
    /// <param name="name">The contract or asset.</param>
    /// <param name="held">What is held, signed.</param>
    /// <param name="jobId">The job that it would be for, which may have been granted the last of it.</param>
    public bool IsHopeless(string name, decimal held, string jobId)
    {
        var market = policy.Terms.MarketOf(name);
        return market.PerMinute is not null && Math.Abs(held) >= market.SmallestOrder && grants.IsUsedUp(name, now) && grants.Find(name, jobId) is not > 0;
    }

    /// <summary>Has the shard woken in the next minute, for what this one has nothing of.</summary>
    /// <param name="name">The contract or asset.</param>
    /// <param name="jobId">The job that it is for.</param>
    public void Await(string name, string jobId)
    {
        var market = policy.Terms.MarketOf(name);
        if (market.PerMinute is { } cap && !grants.IsRefused(name, now) && grants.Find(name, jobId) is null)
        {
            wishes.Add(new SliceWish(name, cap, new SliceRequest(jobId, shard, market.SmallestOrder, market.SmallestOrder, market.Lot)));
        }
    }

    /// <summary>What of the plan went into the job.</summary>
    public static PlanRecord Record(LiquidationPlan plan, IReadOnlyList<DraftedOrder> orders) => new(
        plan.Outcome,
        plan.Level,
        Margin(plan.Before),
        Margin(plan.After),
        [.. plan.Orders.Take(MaximumOrders).Select(o => new PlanOrder(
            o.Name, o.Kind, o.Trade, orders.FirstOrDefault(d => d.Sent.Instrument == o.Name)?.Sent.Quantity ?? 0, o.Price, o.Limit, o.Cost.Notional, o.Cost.Fee, o.Cost.FundFee, o.Cost.Impact, o.Freed))]);

    /// <summary>An order of a plan.</summary>
    /// <param name="planned">The plan's.</param>
    /// <param name="held">What is held, signed.</param>
    /// <param name="atMarket">Whether it is sent without its limit: bankruptcy lies behind the mark.</param>
    /// <param name="jobId">The job.</param>
    /// <returns>Null when the minute takes nothing of it.</returns>
    public DraftedOrder? Of(PlannedOrder planned, decimal held, bool atMarket, string jobId)
    {
        var wanted = Math.Abs(planned.Trade);
        return Sized(planned.Name, wanted, jobId) is > 0 and var size
            ? Order(planned.Name, held, size, planned.Cost.Notional * size / wanted, planned.Limit, atMarket ? null : planned.Limit)
            : null;
    }

    /// <summary>An order that closes or sells all of something at the market.</summary>
    /// <param name="name">The contract or asset.</param>
    /// <param name="held">What is held, signed.</param>
    /// <param name="jobId">The job.</param>
    /// <returns>Null when the minute takes nothing of it.</returns>
    public DraftedOrder? Whole(string name, decimal held, string jobId) =>
        Sized(name, Math.Abs(held), jobId) is > 0 and var size ? Order(name, held, size, notional: 0, bankruptcy: null, limit: null) : null;

    /// <summary>An order of the insurance fund's, which closes a position against another account's and so is no load on the market.</summary>
    /// <param name="order">The fund's.</param>
    /// <param name="held">What is held now, signed.</param>
    /// <returns>Null when nothing is left that it would reduce.</returns>
    public static DraftedOrder? Of(Messages.LiquidationOrder order, decimal held)
    {
        var issued = IssuedOrder.Of(order);
        return Math.Sign(held) == Math.Sign(issued.Held) && !issued.IsDone(held) ? new DraftedOrder(order, issued) : null;
    }

    private static DraftedOrder Order(string name, decimal held, decimal size, decimal notional, decimal? bankruptcy, decimal? limit)
    {
        var left = held > 0 ? held - size : held + size;
        return new DraftedOrder(
            new Messages.LiquidationOrder(name, held > 0 ? "sell" : "buy", size, ReduceOnly: true, limit, left, limit is null ? bankruptcy : null),
            new IssuedOrder(name, held, left, MoneyRounding.RoundUpRequirement(notional), bankruptcy));
    }

    private static PlanMargin Margin(MarginPosition margin) => new(margin.Equity, margin.Initial, margin.Maintenance);

    private decimal Sized(string name, decimal wanted, string jobId)
    {
        var market = policy.Terms.MarketOf(name);
        if (market.PerMinute is not { } cap)
        {
            return wanted;
        }

        if (grants.Find(name, jobId) is { } granted)
        {
            return Math.Min(granted, wanted);
        }

        if (IsHopeless(name, wanted, jobId) && grants.IsRefused(name, now))
        {
            return 0;
        }

        wishes.Add(new SliceWish(name, cap, new SliceRequest(jobId, shard, wanted, Math.Min(wanted, market.SmallestOrder), market.Lot)));
        return 0;
    }
}
