using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>The assessment of one account: each pool's margin, what is decided of it, and the bands within which that stands.</summary>
internal sealed class PoolReview
{
    /// <summary>
    /// The most pools of one account that change status in one transaction: the account's row and four rows a pool (a decision, two events, a job) stay under 99.
    /// </summary>
    public const int MaximumDecisions = 24;

    /// <summary>As <see cref="MaximumDecisions"/>, where an answer of the insurance fund takes another decision and job, and tells of an entry.</summary>
    public const int MaximumDecisionsWithAnswer = 23;

    private readonly ResolvedPortfolio resolved;
    private readonly MarginLevels levels;
    private readonly MarkSet marks;

    private readonly int mostDecisions;

    private PoolReview(ResolvedPortfolio resolved, MarkSet marks, int mostDecisions)
    {
        this.resolved = resolved;
        levels = resolved.Parameters.Levels;
        this.marks = marks;
        this.mostDecisions = mostDecisions;
    }

    /// <summary>Where the pools stand now.</summary>
    public List<PoolState> Pools { get; } = [];

    /// <summary>What was found, in the order of <see cref="Pools"/>.</summary>
    public List<PoolAssessment> Assessments { get; } = [];

    /// <summary>The pools whose status changes.</summary>
    public List<PoolChange> Changes { get; } = [];

    /// <summary>Whether more pools would change status than one transaction takes.</summary>
    public bool IsUnfinished { get; private set; }

    public static PoolReview Run(AccountState state, ResolvedPortfolio resolved, MarkSet marks, DateTimeOffset now, int mostDecisions = MaximumDecisions)
    {
        var review = new PoolReview(resolved, marks, mostDecisions);
        foreach (var pool in resolved.Pools)
        {
            var before = StateOf(state, pool.Key) ?? new PoolState(pool.Key, MarginStatus.Healthy);
            review.Pools.Add(review.Look(state, before, pool, now));
        }

        if (state.Pools.Count > 0)
        {
            review.LookAtGonePools(state, now);
        }

        return review;
    }

    /// <summary>One band for each of the portfolio's symbols, within which the pools stand where they stand now.</summary>
    public PriceBand[] FindBands()
    {
        var bands = new PriceBand[resolved.Symbols.Count];

        // What is still to be decided must be looked at again whatever the marks do, also by a worker that knows nothing of this one.
        Array.Fill(bands, IsUnfinished ? PriceBand.Nothing : PriceBand.Everything);
        for (var i = 0; i < resolved.Pools.Count; i++)
        {
            var pool = resolved.Pools[i];
            if (Assessments[i].Missing is not null)
            {
                // The last status stands. Nothing can change it but the missing mark; where none is missing the amounts are too large, and any mark may bring them down.
                var missing = pool.Symbols.Where(s => marks.Find(s) is null).ToList();
                Empty(bands, missing.Count > 0 || pool.UnknownName is not null ? missing : pool.Symbols);
                continue;
            }

            try
            {
                BandFinder.Narrow(pool, marks, MarginLifecycle.LevelsToWatch(Pools[i].Status, levels).Span, resolved.Symbols, bands);
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

    private PoolState Look(AccountState state, PoolState before, ResolvedPool pool, DateTimeOffset now)
    {
        if (!TryAssess(pool, out var margin, out var missing))
        {
            Assessments.Add(new PoolAssessment(pool.Key, null, null, null, null, missing));
            return before;
        }

        Assessments.Add(new PoolAssessment(pool.Key, margin.Equity, margin.Initial, margin.Maintenance, margin.MarginRatio, Missing: null));
        return Decide(state, before, pool, margin, now) ?? before;
    }

    private void LookAtGonePools(AccountState state, DateTimeOffset now)
    {
        foreach (var known in state.Pools)
        {
            // A pool whose position is gone has nothing and owes nothing: calls are met and liquidations closed.
            if (resolved.Pools.All(pool => pool.Key != known.Pool) && Decide(state, known, pool: null, default, now) is null)
            {
                Pools.Add(known);
            }
        }
    }

    /// <returns>Null when this transaction has no room for another decision.</returns>
    private PoolState? Decide(AccountState state, PoolState before, ResolvedPool? pool, MarginPosition margin, DateTimeOffset now)
    {
        var number = state.DecisionCount + Changes.Count + 1;
        var decision = MarginLifecycle.Decide(before, margin, now, levels, $"{state.AccountId}|{before.Pool}|{number}");
        if (!decision.IsChange)
        {
            return before;
        }

        if (Changes.Count == mostDecisions)
        {
            IsUnfinished = true;
            return null;
        }

        Changes.Add(new PoolChange(number, before, decision.State, decision.Events, margin, pool));
        return decision.State;
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
            while (resolved.Symbols[place] != symbol)
            {
                place++;
            }

            bands[place] = PriceBand.Nothing;
        }
    }
}
