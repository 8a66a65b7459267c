using System.Diagnostics.CodeAnalysis;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>The assessment of one account: each pool's margin, what is decided of it and drawn to cover it, and the bands within which that stands.</summary>
internal sealed class PoolReview
{
    /// <summary>
    /// The most pools of one account of which something is decided in one transaction: the account's row, the message of what was booked and four rows a pool (a decision, two events, a job) stay under 99.
    /// </summary>
    public const int MaximumDecisions = 24;

    /// <summary>As <see cref="MaximumDecisions"/>, where an answer of the insurance fund takes another decision and job.</summary>
    public const int MaximumDecisionsWithAnswer = 23;

    /// <summary>The most where a decision may also take a job back or ask the insurance fund, and fills are booked beside them.</summary>
    public const int MaximumWithJobs = 17;

    private readonly RiskParameters parameters;
    private readonly MarginLevels levels;
    private readonly MarkSet marks;
    private readonly DateTimeOffset now;
    private readonly int mostDecisions;
    private readonly AccountLiquidation? liquidation;

    private PoolReview(AccountState state, ResolvedPortfolio resolved, MarkSet marks, DateTimeOffset now, int mostDecisions, AccountLiquidation? liquidation)
    {
        Assessed = state;
        Ledger = state.Ledger;
        Resolved = resolved;
        parameters = resolved.Parameters;
        levels = parameters.Levels;
        this.marks = marks;
        this.now = now;
        this.mostDecisions = liquidation is null ? mostDecisions : Math.Min(mostDecisions, MaximumWithJobs);
        this.liquidation = liquidation;
    }

    /// <summary>The account as decisions were made of it: interest is charged, and nothing drawn yet.</summary>
    public AccountState Assessed { get; private set; }

    /// <summary>The account's books after it; the same object as before when nothing was booked.</summary>
    public AccountLedger? Ledger { get; private set; }

    /// <summary>The portfolio with what was booked counted.</summary>
    public ResolvedPortfolio Resolved { get; private set; }

    /// <summary>Where the pools stand now.</summary>
    public List<PoolState> Pools { get; } = [];

    /// <summary>What was found, in the order of <see cref="Pools"/>.</summary>
    public List<PoolAssessment> Assessments { get; } = [];

    /// <summary>The pools of which something is decided.</summary>
    public List<PoolChange> Changes { get; } = [];

    /// <summary>What the account's liquidation jobs want of this minute and has not been asked for.</summary>
    public IReadOnlyList<SliceWish> Wishes => liquidation?.Wishes ?? [];

    /// <summary>Jobs whose time was up before all was filled.</summary>
    public int ExpiredJobs => liquidation?.ExpiredJobs ?? 0;

    /// <summary>Whether jobs are over, or the insurance fund's part in them has changed.</summary>
    public bool HasNewJobs => liquidation?.IsChanged == true;

    /// <summary>Whether more would be decided than one transaction takes.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Looks at an account.</summary>
    /// <param name="state">The account.</param>
    /// <param name="resolved">Its portfolio.</param>
    /// <param name="marks">The marks.</param>
    /// <param name="now">The moment that decisions are made for.</param>
    /// <param name="mostDecisions">How many there is room for.</param>
    /// <param name="liquidation">Closes what is to be closed; null to see what becomes of statuses alone, or where pools are closed at the market.</param>
    /// <param name="chargesInterest">False to see what the marks alone would do.</param>
    public static PoolReview Run(
        AccountState state,
        ResolvedPortfolio resolved,
        MarkSet marks,
        DateTimeOffset now,
        int mostDecisions = MaximumDecisions,
        AccountLiquidation? liquidation = null,
        bool chargesInterest = true)
    {
        var review = new PoolReview(state, resolved, marks, now, mostDecisions, liquidation);
        if (chargesInterest)
        {
            review.ChargeInterest();
        }

        for (var i = 0; i < resolved.Pools.Count; i++)
        {
            var pool = review.Resolved.Pools[i];
            review.Pools.Add(review.Look(StateOf(state, pool.Key) ?? new PoolState(pool.Key, MarginStatus.Healthy), pool));
        }

        if (state.Pools.Count > 0)
        {
            review.LookAtGonePools();
        }

        review.RepayLoan();
        return review;
    }

    /// <summary>The account after the look.</summary>
    public AccountState Apply(AccountState state)
    {
        var next = state with { Pools = Pools, DecisionCount = state.DecisionCount + Changes.Count, Assessments = Assessments, AssessedAt = now, Ledger = Ledger };
        return liquidation is null ? next : next with { Jobs = liquidation.Jobs, Questions = liquidation.Questions, FundAnswers = liquidation.Answers };
    }

    /// <summary>One band for each of the portfolio's symbols, within which the pools stand where they stand now.</summary>
    public PriceBand[] FindBands()
    {
        var bands = new PriceBand[Resolved.Symbols.Count];

        // What is still to be decided must be looked at again whatever the marks do, also by a worker that knows nothing of this one.
        Array.Fill(bands, IsUnfinished ? PriceBand.Nothing : PriceBand.Everything);
        for (var i = 0; i < Resolved.Pools.Count; i++)
        {
            var pool = Resolved.Pools[i];
            if (Assessments[i].Missing is not null)
            {
                // The last status stands. Nothing can change it but the missing mark; where none is missing the amounts are too large, and any mark may bring them down.
                var missing = pool.Symbols.Where(s => marks.Find(s) is null).ToList();
                Empty(bands, missing.Count > 0 || pool.UnknownName is not null ? missing : pool.Symbols);
                continue;
            }

            try
            {
                BandFinder.Narrow(pool, marks, MarginLifecycle.LevelsToWatch(Pools[i], levels).Span, Resolved.Symbols, bands);
            }
            catch (OverflowException)
            {
                // No band can be worked out for amounts this large: look at every tick.
                Empty(bands, pool.Symbols);
            }
        }

        return bands;
    }

    private static PoolState? StateOf(AccountState state, string pool)
    {
        foreach (var known in state.Pools)
        {
            if (known.Pool == pool)
            {
                return known;
            }
        }

        return null;
    }

    private static PoolAssessment Assessment(string pool, MarginPosition margin) => new(pool, margin.Equity, margin.Initial, margin.Maintenance, margin.MarginRatio, Missing: null);

    private PoolState Look(PoolState before, ResolvedPool pool)
    {
        if (!TryAssess(pool, out var margin, out var missing))
        {
            Assessments.Add(new PoolAssessment(pool.Key, null, null, null, null, missing));
            return before;
        }

        Assessments.Add(Assessment(pool.Key, margin));
        if (Decide(before, pool, margin) is not { } after)
        {
            return before;
        }

        TryLiquidate(before, after, pool, margin);
        return after;
    }

    private void LookAtGonePools()
    {
        foreach (var known in Assessed.Pools)
        {
            // A pool whose position is gone has nothing and owes nothing: calls are met and liquidations closed.
            if (Resolved.Pools.All(pool => pool.Key != known.Pool) && (Decide(known, pool: null, default) is not { } after || !TryLiquidate(known, after, pool: null, default)))
            {
                Pools.Add(known);
            }
        }
    }

    /// <summary>Lets the pool's liquidation take its next step: a part of the decision on the pool, or a decision of its own.</summary>
    /// <returns>False when this transaction has no room for one.</returns>
    private bool TryLiquidate(PoolState before, PoolState after, ResolvedPool? pool, MarginPosition margin)
    {
        if (liquidation?.MayStep(after) != true)
        {
            return true;
        }

        var decided = Changes.Count > 0 && ReferenceEquals(Changes[^1].Before, before) ? Changes[^1] : null;
        if (decided is null && Changes.Count == mostDecisions)
        {
            IsUnfinished = true;
            return false;
        }

        var change = decided ?? new PoolChange(Assessed.DecisionCount + Changes.Count + 1, after, after, [], margin, pool, [], []);
        var id = $"{Assessed.AccountId}|{after.Pool}|{change.Number}";
        var step = liquidation.Look(after, change.Drawn.Count > 0 ? Resolved.Pools[0] : pool, change.Covered, MarginLifecycle.RestoreLevel(after, levels), id);
        if (step.Covered > 0)
        {
            step = TakeOver(step, after.Pool, id);
        }

        if (!step.IsAny)
        {
            return true;
        }

        change = change with { Step = step };
        if (decided is null)
        {
            Changes.Add(change);
        }
        else
        {
            Changes[^1] = change;
        }

        return true;
    }

    /// <summary>Makes the account whole and tells the fund, at once: the debt is on one side or the other, never on both. The next look finds nothing owed.</summary>
    private LiquidationStep TakeOver(LiquidationStep step, string pool, string decisionId)
    {
        var whole = (Ledger ?? AccountLedger.Empty).With(AccountEntryKind.CoverPayment, step.Covered, now, decisionId);
        if (!TryBook(whole))
        {
            return LiquidationStep.None;
        }

        IsUnfinished = true;
        return step with
        {
            Request = CoverageRequests.OfEntry(CoverageRequestKind.BadDebt, Assessed.AccountId, pool, whole.Count, parameters.AccountCurrency, step.Covered, now),
        };
    }

    /// <returns>Null when this transaction has no room for another decision.</returns>
    private PoolState? Decide(PoolState before, ResolvedPool? pool, MarginPosition margin)
    {
        var number = Assessed.DecisionCount + Changes.Count + 1;
        var id = $"{Assessed.AccountId}|{before.Pool}|{number}";
        var decision = MarginLifecycle.Decide(before, margin, now, levels, id);
        if (!decision.IsChange && decision.State.Status is MarginStatus.Healthy or MarginStatus.Warned)
        {
            // Most looks end here: nothing is drawn for such a pool.
            return before;
        }

        var cover = pool?.Key == ResolvedPool.CrossKey ? AccountCover.Available(Assessed, parameters.Cover) : [];
        decision = MarginLifecycle.Decide(before, margin, now, levels, id, cover);
        var hasRoom = Changes.Count < mostDecisions;
        if (hasRoom && decision.Drawn.Count > 0 && !TryBook(AccountCover.Book(Ledger, decision.Drawn, now, id)))
        {
            // Amounts that cannot be added up are as good as none.
            cover = [];
            decision = MarginLifecycle.Decide(before, margin, now, levels, id);
        }

        if (!decision.IsChange)
        {
            return before;
        }

        if (!hasRoom)
        {
            IsUnfinished = true;
            return null;
        }

        Changes.Add(new PoolChange(number, before, decision.State, decision.Events, margin, pool, cover, decision.Drawn));
        return decision.State;
    }

    /// <summary>Charges what the account can bear: of one that has nothing left the insurance fund would pay the lender. The hours wait.</summary>
    private void ChargeInterest()
    {
        if (Resolved.Pools[0] is { Positions.Count: 0, Options.Count: 0 } && Assessed.Portfolio(parameters.AccountCurrency).Collateral.All(c => c.Quantity <= 0))
        {
            return;
        }

        var charged = MarginLoan.ChargeInterest(Ledger, parameters.Cover, Assessed.AccountId, now);
        if (!ReferenceEquals(charged, Ledger) && TryResolve(charged, out var next))
        {
            Assessed = Assessed with { Ledger = charged };
            Ledger = charged;
            Resolved = next;
        }
    }

    private void RepayLoan()
    {
        if (Ledger is { Loan: > 0 } && TryAssess(Resolved.Pools[0], out var margin, out _)
            && MarginLoan.Repay(Assessed with { Ledger = Ledger }, margin, parameters, now) is { } repaid && !ReferenceEquals(repaid, Ledger))
        {
            TryBook(repaid);
        }
    }

    /// <summary>Books on the account and assesses its cross pool with it: bands are those of the pool with the money counted.</summary>
    /// <returns>False when that cannot be worked out, and is not booked.</returns>
    private bool TryBook(AccountLedger ledger)
    {
        if (!TryResolve(ledger, out var next) || !TryAssess(next.Pools[0], out var margin, out _))
        {
            return false;
        }

        Ledger = ledger;
        Resolved = next;
        Assessments[0] = Assessment(next.Pools[0].Key, margin);
        return true;
    }

    /// <returns>False when amounts are too large to be added up.</returns>
    private bool TryResolve(AccountLedger? ledger, [NotNullWhen(true)] out ResolvedPortfolio? next)
    {
        try
        {
            next = ResolvedPortfolio.Resolve((Assessed with { Ledger = ledger }).Portfolio(parameters.AccountCurrency), parameters);
            return true;
        }
        catch (OverflowException)
        {
            next = null;
            return false;
        }
    }

    private bool TryAssess(ResolvedPool pool, out MarginPosition margin, out string? missing)
    {
        try
        {
            if (!PoolAssessor.TryAssess(pool, marks, out margin, out missing))
            {
                return false;
            }

            // The largest product that a decision asks for.
            _ = margin.AmountToReach(levels.WarningRelease);
            return true;
        }
        catch (OverflowException)
        {
            margin = default;
            missing = "amounts are too large to be added up";
            return false;
        }
    }

    private void Empty(PriceBand[] bands, IEnumerable<int> symbols)
    {
        foreach (var symbol in symbols)
        {
            var place = 0;
            while (Resolved.Symbols[place] != symbol)
            {
                place++;
            }

            bands[place] = PriceBand.Nothing;
        }
    }
}
