using MarginFunctions.Engine.Cover;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Lifecycle;

/// <summary>The life of a pool, as a pure function of its state, its margin, its cover and the time.</summary>
/// <remarks>Deciding twice with the same margin and time, what was drawn counted in margin and cover, decides nothing the second time.</remarks>
public static class MarginLifecycle
{
    /// <summary>Decides.</summary>
    /// <param name="state">What is remembered.</param>
    /// <param name="margin">The pool's margin now.</param>
    /// <param name="now">The time.</param>
    /// <param name="levels">The policy.</param>
    /// <param name="decisionId">The id that a call or a job made by this decision gets.</param>
    /// <param name="cover">What can be drawn, in the policy's order; each unit raises equity by one.</param>
    public static LifecycleDecision Decide(
        PoolState state, MarginPosition margin, DateTimeOffset now, MarginLevels levels, string decisionId, IReadOnlyList<CoverAmount>? cover = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(levels);
        var uncovered = DecideUncovered(state, margin, now, levels, decisionId);
        if (cover is not { Count: > 0 } || uncovered.State.Status is MarginStatus.Healthy or MarginStatus.Warned)
        {
            return uncovered;
        }

        var drawn = Draw(cover, margin.AmountToReach(levels.CallRelease), isDebt: uncovered.State.Status == MarginStatus.BadDebt);
        return drawn.Count == 0
            ? uncovered
            : DecideUncovered(state, margin with { Equity = margin.Equity + drawn.Sum(d => d.Amount) }, now, levels, decisionId) with { Drawn = drawn };
    }

    /// <summary>The status of a pool that has no past.</summary>
    public static MarginStatus StatusWithoutPast(MarginPosition margin, MarginLevels levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (margin.IsBadDebt)
        {
            return MarginStatus.BadDebt;
        }

        if (margin.IsBelow(levels.Liquidation))
        {
            return MarginStatus.Liquidating;
        }

        if (margin.IsBelow(levels.Call))
        {
            return MarginStatus.Called;
        }

        return margin.IsBelow(levels.Warning) ? MarginStatus.Warned : MarginStatus.Healthy;
    }

    /// <summary>The multiple of maintenance margin at which a pool's liquidation ends: the restore level, or after an expired call the level that the customer was asked for.</summary>
    public static decimal RestoreLevel(PoolState state, MarginLevels levels)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(levels);
        return state.HasExpired ? levels.CallRelease : levels.Restore;
    }

    /// <summary>
    /// The multiples of maintenance margin whose crossing would change the status: the next one down, and the one up at which the present status is released. Further ones
    /// cannot be crossed first. That a call's amount changes is not watched: the next look tells it.
    /// </summary>
    public static ReadOnlyMemory<decimal> LevelsToWatch(PoolState state, MarginLevels levels)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(levels);
        return state.Status switch
        {
            MarginStatus.Healthy => new[] { levels.Warning },
            MarginStatus.Warned => new[] { levels.Call, levels.WarningRelease },
            MarginStatus.Called => new[] { levels.Liquidation, levels.CallRelease },
            MarginStatus.Liquidating => new[] { RestoreLevel(state, levels) },
            // Without a requirement every level is the same question, whether equity is below zero.
            MarginStatus.BadDebt => new[] { levels.Liquidation },
            _ => throw new ArgumentOutOfRangeException(nameof(state), state.Status, "Not a margin status."),
        };
    }

    /// <summary>As much as is needed, from one source after the other. A loan is for margin: no debt is paid with it that has no margin behind it.</summary>
    private static List<CoverAmount> Draw(IReadOnlyList<CoverAmount> cover, decimal need, bool isDebt)
    {
        var drawn = new List<CoverAmount>();
        foreach (var source in cover.Where(source => !isDebt || source.Source == CoverSource.Reserve))
        {
            if (Math.Min(source.Amount, need) is > 0 and var amount)
            {
                drawn.Add(source with { Amount = amount });
                need -= amount;
            }
        }

        return drawn;
    }

    private static LifecycleDecision DecideUncovered(PoolState state, MarginPosition margin, DateTimeOffset now, MarginLevels levels, string decisionId)
    {
        var zone = StatusWithoutPast(margin, levels);
        var isReleased = !margin.IsBelow(levels.CallRelease);
        var isRestored = !margin.IsBelow(RestoreLevel(state, levels));
        var hasExpired = state.Call is { } call && now >= call.Deadline;

        LifecycleDecision To(MarginStatus status, params MarginEventKind[] events) => new(Enter(state.Pool, status, margin, now, levels, decisionId), events);

        return (state.Status, zone) switch
        {
            (MarginStatus.BadDebt, MarginStatus.BadDebt) => new(state, []),
            (MarginStatus.Called, MarginStatus.BadDebt) => To(MarginStatus.BadDebt, MarginEventKind.BadDebt),
            (MarginStatus.Liquidating, MarginStatus.BadDebt) => To(MarginStatus.BadDebt, MarginEventKind.Closed, MarginEventKind.BadDebt),
            (_, MarginStatus.BadDebt) => To(MarginStatus.BadDebt, MarginEventKind.BadDebt),

            (MarginStatus.Healthy or MarginStatus.BadDebt, MarginStatus.Warned) => To(MarginStatus.Warned, MarginEventKind.Warning),
            (MarginStatus.Healthy or MarginStatus.BadDebt or MarginStatus.Warned, MarginStatus.Called) => To(MarginStatus.Called, MarginEventKind.Called),
            (MarginStatus.Healthy or MarginStatus.BadDebt or MarginStatus.Warned or MarginStatus.Called, MarginStatus.Liquidating) =>
                To(MarginStatus.Liquidating, MarginEventKind.Liquidating),
            (MarginStatus.BadDebt, _) => To(MarginStatus.Healthy, MarginEventKind.Closed),
            (MarginStatus.Warned, MarginStatus.Healthy) when !margin.IsBelow(levels.WarningRelease) => To(MarginStatus.Healthy, MarginEventKind.Met),

            (MarginStatus.Called, _) when isReleased => To(AfterRelease(margin, levels), MarginEventKind.Met),
            (MarginStatus.Called, _) when hasExpired =>
                new(new PoolState(state.Pool, MarginStatus.Liquidating, JobId: decisionId, HasExpired: true), [MarginEventKind.Expired, MarginEventKind.Liquidating]),
            (MarginStatus.Called, _) => TellAgain(state, margin, now, levels),

            // What is restored and still below the call level is the customer's to mend again, with a call of its own.
            (MarginStatus.Liquidating, MarginStatus.Called) when isRestored => To(MarginStatus.Called, MarginEventKind.Closed, MarginEventKind.Called),
            (MarginStatus.Liquidating, _) when isRestored => To(AfterRelease(margin, levels), MarginEventKind.Closed),

            _ => new(state, []),
        };
    }

    /// <summary>An open call: what is told of it, if anything. Whatever is told has the amount that is needed now.</summary>
    private static LifecycleDecision TellAgain(PoolState state, MarginPosition margin, DateTimeOffset now, MarginLevels levels)
    {
        var call = state.Call!;
        var amount = margin.AmountToReach(levels.CallRelease);
        var due = levels.Reminders.Count(before => now >= call.Deadline - before);
        var events = new List<MarginEventKind>();
        if (amount != call.Amount && Math.Abs(amount - call.Amount) >= levels.CallChange * call.Amount)
        {
            events.Add(MarginEventKind.CallChanged);
        }

        if (due > call.Reminders)
        {
            events.Add(MarginEventKind.Reminder);
        }

        return events.Count == 0 ? new(state, []) : new(state with { Call = call with { Amount = amount, Reminders = Math.Max(due, call.Reminders) } }, events);
    }

    /// <summary>A released pool that would be warned at once is warned, not healthy for a moment.</summary>
    private static MarginStatus AfterRelease(MarginPosition margin, MarginLevels levels) =>
        margin.IsBelow(levels.WarningRelease) ? MarginStatus.Warned : MarginStatus.Healthy;

    private static PoolState Enter(string pool, MarginStatus status, MarginPosition margin, DateTimeOffset now, MarginLevels levels, string decisionId) => status switch
    {
        MarginStatus.Called => new PoolState(
            pool, status, new MarginCall(decisionId, margin.AmountToReach(levels.CallRelease), now, now + levels.CallDeadline)),
        MarginStatus.Liquidating => new PoolState(pool, status, JobId: decisionId),
        _ => new PoolState(pool, status),
    };
}
