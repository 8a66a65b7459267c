using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>The liquidation of one account's pools during one look at it: which jobs are over, which are issued, which are taken back. No I/O.</summary>
/// <remarks>
/// One job of a pool is open at a time, and it is issued in the transaction that decided it: no job follows a restoration. Orders are absolute (<see cref="Messages.LiquidationOrder.ReduceTo"/>), so a job that expired and is filled all the
/// same and the job after it do not add up.
/// </remarks>
internal sealed class AccountLiquidation
{
    /// <summary>An option may be worth nothing, and a price is positive.</summary>
    private const decimal LowestPrice = 0.00000001m;

    private readonly AccountState account;
    private readonly RiskParameters parameters;
    private readonly LiquidationPolicy policy;
    private readonly MarkSet marks;
    private readonly DateTimeOffset now;
    private readonly OrderDraft draft;
    private readonly List<IssuedJob> jobs;
    private readonly List<FundQuestion> questions;
    private readonly List<CoverageAnswer> answers;

    private AccountLiquidation(AccountState account, RiskParameters parameters, LiquidationPolicy policy, MarkSet marks, DateTimeOffset now, int shard, SliceGrants grants)
    {
        this.account = account;
        this.parameters = parameters;
        this.policy = policy;
        this.marks = marks;
        this.now = now;
        draft = new OrderDraft(policy, shard, grants, now);
        jobs = [.. account.Jobs ?? []];
        questions = [.. account.Questions ?? []];
        answers = [.. account.FundAnswers ?? []];
    }

    /// <summary>The account's jobs after the look; null for none.</summary>
    public IReadOnlyList<IssuedJob>? Jobs => IsChanged ? JobMemory.Of(jobs.Count == 0 ? null : jobs, now) : account.Jobs;

    /// <summary>The questions that are open after it; null for none.</summary>
    public IReadOnlyList<FundQuestion>? Questions => questions.Count == 0 ? null : questions;

    /// <summary>The fund's verdicts that still stand after it; null for none.</summary>
    public IReadOnlyList<CoverageAnswer>? Answers => answers.Count == 0 ? null : answers;

    /// <summary>What the account's jobs want of capped markets and has not been asked for.</summary>
    public IReadOnlyList<SliceWish> Wishes => draft.Wishes;

    /// <summary>Whether jobs, questions or verdicts are other than before.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Jobs whose time was up before all was filled.</summary>
    public int ExpiredJobs { get; private set; }

    /// <summary>The liquidation of an account; null where pools are closed at the market.</summary>
    public static AccountLiquidation? Of(AccountState account, RiskParameters parameters, MarkSet marks, DateTimeOffset now, int shard, SliceGrants grants) =>
        parameters.Liquidation is { } policy ? new AccountLiquidation(account, parameters, policy, marks, now, shard, grants) : null;

    /// <summary>Whether an account has something for <see cref="ShardWorkKind.Liquidate"/> to look at.</summary>
    public static bool Concerns(AccountState account) =>
        account.Status >= MarginStatus.Liquidating || account.Questions is not null || account.FundAnswers is not null || account.Jobs?.Any(job => job.IsOpen) == true;

    /// <summary>Whether a pool may have something to send, so that room for a decision is needed.</summary>
    public bool MayStep(PoolState pool) => pool.Status >= MarginStatus.Liquidating || OpenJob(pool.Pool) is not null || questions.Exists(q => q.Pool == pool.Pool) || answers.Exists(a => a.Pool == pool.Pool);

    /// <summary>Looks at a pool whose status is decided.</summary>
    /// <param name="state">Its state after the decision.</param>
    /// <param name="pool">The pool; null when its position is gone.</param>
    /// <param name="margin">Its margin.</param>
    /// <param name="level">The multiple of maintenance margin at which its liquidation ends.</param>
    /// <param name="decisionId">The id that a job gets.</param>
    /// <returns>What is sent and booked.</returns>
    public LiquidationStep Look(PoolState state, ResolvedPool? pool, MarginPosition margin, decimal level, string decisionId)
    {
        var open = EndIfOver(state.Pool, pool);
        if (answers.Find(a => a.Pool == state.Pool && a.Kind == CoverageAnswerKind.Deleverage) is { Orders: { } closed } verdict)
        {
            Forget(verdict);
            return Deleverage(pool, margin, closed, open, decisionId);
        }

        if (state.Status is not (MarginStatus.Liquidating or MarginStatus.BadDebt))
        {
            Forget(state.Pool);
            return open is { Scope: not LiquidationJob.Deleverage } ? new LiquidationStep { Cancellation = Cancel(open) } : LiquidationStep.None;
        }

        if (open is not null || pool is null || Room == 0)
        {
            return LiquidationStep.None;
        }

        return state.Status == MarginStatus.Liquidating
            ? Reduce(pool, margin, level, decisionId)
            : Settle(pool, margin, level, decisionId);
    }

    /// <summary>How many more orders may be open.</summary>
    private int Room => Math.Max(0, OrderDraft.MaximumOrders - jobs.Where(job => job.IsOpen).Sum(job => job.Orders.Count));

    private IssuedJob? OpenJob(string pool) => jobs.FirstOrDefault(job => job.IsOpen && job.Pool == pool);

    /// <returns>The pool's job that is still open; null for none.</returns>
    private IssuedJob? EndIfOver(string key, ResolvedPool? pool)
    {
        if (OpenJob(key) is not { } job)
        {
            return null;
        }

        var isDone = job.Orders.All(order => order.IsDone(Held(pool, order.Instrument)));
        if (!isDone && now < job.ExpiresAt)
        {
            return job;
        }

        ExpiredJobs += isDone ? 0 : 1;
        End(job);
        return null;
    }

    private void End(IssuedJob job)
    {
        jobs[jobs.IndexOf(job)] = job with { EndedAt = now };
        IsChanged = true;
    }

    private LiquidationJob Cancel(IssuedJob job)
    {
        End(job);
        return new LiquidationJob(job.JobId, account.AccountId, job.Pool, now, LiquidationJob.Cancel, []);
    }

    /// <summary>What the account has of an order's instrument in the order's pool, or of its asset.</summary>
    private decimal Held(ResolvedPool? pool, string instrument)
    {
        if (parameters.FindCollateral(instrument) is not null)
        {
            return account.Holdings.Collateral.FirstOrDefault(c => c.Holding.Asset == instrument)?.Holding.Quantity ?? 0;
        }

        return pool is null ? 0 : PositionIn(pool, instrument);
    }

    private static decimal PositionIn(ResolvedPool pool, string instrument) =>
        pool.Positions.Select(p => p.Position).Concat(pool.Options.Select(o => o.Position)).FirstOrDefault(p => p.Instrument == instrument)?.Quantity ?? 0;

    /// <summary>Closes what restores the pool; all of it where no part does.</summary>
    private LiquidationStep Reduce(ResolvedPool pool, MarginPosition margin, decimal level, string decisionId)
    {
        if (!MayAsk(pool.Key, margin) && Waits(pool, decisionId))
        {
            return LiquidationStep.None;
        }

        if (Plan(pool, level) is not { } plan)
        {
            // The pool fits at its marks, and a part of it with costs does not: then all of it, at any price.
            return Issued(pool, plan: null, margin, decisionId, LiquidationJob.Reduce, Whole(pool, decisionId));
        }

        if (plan.Outcome == LiquidationOutcome.None)
        {
            return LiquidationStep.None;
        }

        // Below zero the bankruptcy price lies behind the mark: who closes now has the difference to cover, so the fund is asked first. Where collateral makes up for it there is nothing to ask.
        var isBankrupt = margin.Equity < 0 && plan.Uncovered > 0;
        if (isBankrupt && !IsBacked(pool.Key))
        {
            return Ask(pool, plan, decisionId);
        }

        var step = Issue(pool, plan, margin, decisionId, atMarket: margin.Equity < 0);
        if (step.Job is not null || !isBankrupt)
        {
            // A verdict is for one job: the fund is asked again each round.
            Forget(pool.Key);
        }

        return step;
    }

    /// <summary>Waits for the next minute where this one is known to have nothing left of any position: a plan would have no order. Of a pool without positions it is the collateral.</summary>
    private bool Waits(ResolvedPool pool, string jobId)
    {
        List<(string Name, decimal Held)> wanted = pool is { Positions.Count: 0, Options.Count: 0 }
            ? [.. account.Holdings.Portfolio.Collateral.Where(c => c.Asset != parameters.AccountCurrency && c.Quantity > 0).Select(c => (c.Asset, c.Quantity))]
            : [.. pool.Positions.Select(p => p.Position).Concat(pool.Options.Select(o => o.Position)).Select(p => (p.Instrument, p.Quantity))];
        if (wanted.Count == 0 || !wanted.TrueForAll(w => draft.IsHopeless(w.Name, w.Held, jobId)))
        {
            return false;
        }

        draft.Await(wanted[0].Name, jobId);
        return true;
    }

    /// <summary>Whether the fund may have to be asked, which waits for no minute: it closes positions against winners' beside the market.</summary>
    private bool MayAsk(string pool, MarginPosition margin) => margin.Equity < 0 && !IsBacked(pool) && !HasAsked(pool);

    /// <summary>Whether the fund stands behind the next round; without one nobody is asked.</summary>
    private bool IsBacked(string pool) => parameters.Fund is null || answers.Exists(a => a.Pool == pool && a.Kind == CoverageAnswerKind.Backed);

    private bool HasAsked(string pool) => questions.Find(q => q.Pool == pool) is { } asked && now - asked.AskedAt < policy.OrderLife;

    /// <returns>Null when amounts are too large to be added up with their costs.</returns>
    private LiquidationPlan? Plan(ResolvedPool pool, decimal level)
    {
        try
        {
            return LiquidationPlanner.TryPlan(pool, marks, policy.Terms.With(level), out var plan, out _) ? plan : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private LiquidationStep Ask(ResolvedPool pool, LiquidationPlan plan, string decisionId)
    {
        if (HasAsked(pool.Key))
        {
            return LiquidationStep.None;
        }

        Forget(pool.Key);
        questions.Add(new FundQuestion(pool.Key, decisionId, now));
        IsChanged = true;
        return new LiquidationStep
        {
            Request = new CoverageRequest(
                decisionId,
                CoverageRequestKind.Bankrupt,
                account.AccountId,
                pool.Key,
                parameters.AccountCurrency,
                plan.Uncovered,
                now,
                [.. plan.Orders.Where(o => o.Kind != LegKind.Collateral).Take(OrderDraft.MaximumOrders)
                    .Select(o => new BankruptPosition(o.Name, PositionIn(pool, o.Name), Math.Max(o.Limit ?? o.Price, LowestPrice)))]),
        };
    }

    /// <summary>Sells what collateral is left of a pool without positions, and then has its debt taken over.</summary>
    private LiquidationStep Settle(ResolvedPool pool, MarginPosition margin, decimal level, string decisionId)
    {
        Forget(pool.Key);
        if (pool.Key != ResolvedPool.CrossKey || Waits(pool, decisionId) || Plan(pool, level) is not { } plan)
        {
            return LiquidationStep.None;
        }

        if (plan.Orders.Count > 0)
        {
            return Issue(pool, plan, margin, decisionId, atMarket: true);
        }

        return parameters.Fund is null ? LiquidationStep.None : new LiquidationStep { Covered = -margin.Equity };
    }

    private List<DraftedOrder> Whole(ResolvedPool pool, string decisionId) =>
    [
        .. pool.Positions.Select(p => p.Position).Concat(pool.Options.Select(o => o.Position)).Take(Room)
            .Select(p => draft.Whole(p.Instrument, p.Quantity, decisionId)).OfType<DraftedOrder>(),
    ];

    private LiquidationStep Issue(ResolvedPool pool, LiquidationPlan plan, MarginPosition margin, string decisionId, bool atMarket)
    {
        // Collateral is sold last: when no position is left.
        var closesPositions = plan.Orders.Any(o => o.Kind != LegKind.Collateral);
        var wanted = plan.Orders.Where(o => (o.Kind == LegKind.Collateral) != closesPositions).ToList();
        var orders = wanted.Take(Room)
            .Select(o => draft.Of(o, o.Kind == LegKind.Collateral ? Held(pool, o.Name) : PositionIn(pool, o.Name), atMarket, decisionId)).OfType<DraftedOrder>().ToList();
        var isWhole = closesPositions && plan.Outcome == LiquidationOutcome.Full && orders.Count == wanted.Count && orders.TrueForAll(o => o.Issued.ReduceTo == 0);
        return Issued(pool, plan, margin, decisionId, isWhole ? LiquidationJob.CloseEverything : LiquidationJob.Reduce, orders);
    }

    /// <summary>Issues a job; none where the minute takes no order of it, for the next minute to try.</summary>
    private LiquidationStep Issued(ResolvedPool pool, LiquidationPlan? plan, MarginPosition margin, string decisionId, string scope, List<DraftedOrder> orders)
    {
        if (orders.Count == 0)
        {
            return LiquidationStep.None;
        }

        var job = new IssuedJob(decisionId, pool.Key, scope, now, now + policy.OrderLife, margin.Equity, [.. orders.Select(o => o.Issued)]);
        jobs.Add(job);
        IsChanged = true;
        return new LiquidationStep
        {
            Job = new LiquidationJob(job.JobId, account.AccountId, job.Pool, now, scope, [.. orders.Select(o => o.Sent)], job.ExpiresAt),
            Plan = plan is null ? null : OrderDraft.Record(plan, orders),
        };
    }

    /// <summary>Closes against other accounts what the fund cannot stand behind, whatever has become of the pool meanwhile: the others have been told as well.</summary>
    private LiquidationStep Deleverage(ResolvedPool? pool, MarginPosition margin, IReadOnlyList<Messages.LiquidationOrder> closed, IssuedJob? open, string decisionId)
    {
        var orders = pool is null ? [] : closed.Take(Room).Select(order => OrderDraft.Of(order, PositionIn(pool, order.Instrument))).OfType<DraftedOrder>().ToList();
        if (orders.Count == 0)
        {
            return LiquidationStep.None;
        }

        var cancellation = open is null ? null : Cancel(open);
        return Issued(pool!, plan: null, margin, decisionId, LiquidationJob.Deleverage, orders) with { Cancellation = cancellation };
    }

    private void Forget(string pool) => IsChanged |= questions.RemoveAll(q => q.Pool == pool) + answers.RemoveAll(a => a.Pool == pool && a.Kind == CoverageAnswerKind.Backed) > 0;

    private void Forget(CoverageAnswer verdict)
    {
        answers.Remove(verdict);
        Forget(verdict.Pool);
        IsChanged = true;
    }
}
