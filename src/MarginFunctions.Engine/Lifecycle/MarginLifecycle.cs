using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Lifecycle;

/// <summary>The life of a pool, as a pure function of its state, its margin and the time.</summary>
/// <remarks>Deciding twice with the same margin and time decides nothing the second time.</remarks>
public static class MarginLifecycle
{
    /// <summary>Decides.</summary>
    /// <param name="state">What is remembered.</param>
    /// <param name="margin">The pool's margin now.</param>
    /// <param name="now">The time.</param>
    /// <param name="levels">The policy.</param>
    /// <param name="decisionId">The id that a call or a job made by this decision gets.</param>
    public static LifecycleDecision Decide(PoolState state, MarginPosition margin, DateTimeOffset now, MarginLevels levels, string decisionId)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(levels);

        var zone = StatusWithoutPast(margin, levels);
        var isReleased = !margin.IsBelow(levels.CallRelease);
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
            (MarginStatus.Called, _) when hasExpired => To(MarginStatus.Liquidating, MarginEventKind.Expired, MarginEventKind.Liquidating),
            (MarginStatus.Liquidating, _) when isReleased => To(AfterRelease(margin, levels), MarginEventKind.Closed),

            _ => new(state, []),
        };
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

    /// <summary>
    /// The multiples of maintenance margin whose crossing would change the status: the next one down, and the one up at which the present status is released. Further ones
    /// cannot be crossed first.
    /// </summary>
    public static ReadOnlyMemory<decimal> LevelsToWatch(MarginStatus status, MarginLevels levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return status switch
        {
            MarginStatus.Healthy => new[] { levels.Warning },
            MarginStatus.Warned => new[] { levels.Call, levels.WarningRelease },
            MarginStatus.Called => new[] { levels.Liquidation, levels.CallRelease },
            MarginStatus.Liquidating => new[] { levels.CallRelease },
            // Without a requirement every level is the same question, whether equity is below zero.
            MarginStatus.BadDebt => new[] { levels.Liquidation },
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a margin status."),
        };
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
