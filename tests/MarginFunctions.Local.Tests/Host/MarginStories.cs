using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>What customers were told, held against the rules of the lifecycle as its documentation states them.</summary>
internal static class MarginStories
{
    /// <summary>Where a pool may stand after it stood somewhere and these events were told of one decision.</summary>
    private static readonly Dictionary<(MarginStatus Before, string Events), MarginStatus[]> Legal = new()
    {
        [(MarginStatus.Healthy, "Warning")] = [MarginStatus.Warned],
        [(MarginStatus.Healthy, "Called")] = [MarginStatus.Called],
        [(MarginStatus.Healthy, "Liquidating")] = [MarginStatus.Liquidating],
        [(MarginStatus.Healthy, "BadDebt")] = [MarginStatus.BadDebt],
        [(MarginStatus.Warned, "Met")] = [MarginStatus.Healthy],
        [(MarginStatus.Warned, "Called")] = [MarginStatus.Called],
        [(MarginStatus.Warned, "Liquidating")] = [MarginStatus.Liquidating],
        [(MarginStatus.Warned, "BadDebt")] = [MarginStatus.BadDebt],
        [(MarginStatus.Called, "CallChanged")] = [MarginStatus.Called],
        [(MarginStatus.Called, "Reminder")] = [MarginStatus.Called],
        [(MarginStatus.Called, "CallChanged+Reminder")] = [MarginStatus.Called],
        [(MarginStatus.Called, "Met")] = [MarginStatus.Healthy, MarginStatus.Warned],
        [(MarginStatus.Called, "Liquidating")] = [MarginStatus.Liquidating],
        [(MarginStatus.Called, "Expired+Liquidating")] = [MarginStatus.Liquidating],
        [(MarginStatus.Called, "BadDebt")] = [MarginStatus.BadDebt],
        [(MarginStatus.Liquidating, "Closed")] = [MarginStatus.Healthy, MarginStatus.Warned],
        [(MarginStatus.Liquidating, "Closed+BadDebt")] = [MarginStatus.BadDebt],
        [(MarginStatus.BadDebt, "Warning")] = [MarginStatus.Warned],
        [(MarginStatus.BadDebt, "Called")] = [MarginStatus.Called],
        [(MarginStatus.BadDebt, "Liquidating")] = [MarginStatus.Liquidating],
        [(MarginStatus.BadDebt, "Closed")] = [MarginStatus.Healthy],
    };

    /// <summary>Events as they were sent; no id may come twice.</summary>
    public static IReadOnlyList<MarginCallMessage> Read(IReadOnlyList<TakenMessage> messages)
    {
        var events = messages.Select(m => JsonSerializer.Deserialize(m.Body, EngineJson.Default.MarginCallMessage)!).ToList();
        Assert.Equal(messages.Count, messages.DistinctBy(m => m.Properties.MessageId).Count());
        Assert.Equal(messages.Count, messages.DistinctBy(m => m.Properties.SequenceNumber).Count());
        Assert.Equal(events.Count, events.DistinctBy(e => e.Id).Count());
        return events;
    }

    /// <summary>
    /// Every decision of an account on a pool's status was told once and in order, each follows from the one before, and the last leads to what is stored. Decisions that only issue a job, or ask the fund, have numbers too and are not told here.
    /// </summary>
    public static void AssertTold(AccountState state, IEnumerable<MarginCallMessage> events)
    {
        var pools = new Dictionary<string, (MarginStatus Status, string? Call)>(StringComparer.Ordinal);
        var number = 0L;
        foreach (var decision in Decisions(events.Where(e => e.Kind != MarginEventKind.Booked)))
        {
            var last = decision[^1];
            Assert.True(NumberOf(last) > number, last.Id);
            number = NumberOf(last);
            var (status, call) = pools.GetValueOrDefault(last.Pool, (MarginStatus.Healthy, null));
            var kinds = string.Join('+', decision.Select(e => e.Kind));
            Assert.True(
                Legal.TryGetValue((status, kinds), out var after) && after.Contains(last.Status),
                $"{last.Id}: {kinds} led from {status} to {last.Status}.");
            Assert.All(decision, e => Assert.Equal((last.Pool, last.Status, last.At), (e.Pool, e.Status, e.At)));
            pools[last.Pool] = (last.Status, AssertSpeaksOfItsCall(decision, status, call));
        }

        Assert.True(state.DecisionCount >= number, $"{state.AccountId} has {state.DecisionCount} decisions, and number {number} was told.");
        foreach (var (pool, (status, call)) in pools)
        {
            var stored = state.Pools.FirstOrDefault(p => p.Pool == pool);
            Assert.Equal((status, call), (stored?.Status ?? MarginStatus.Healthy, stored?.Call?.Id));
        }

        Assert.All(state.Pools, pool => Assert.Equal(pool.Status, pools.GetValueOrDefault(pool.Pool).Status));
    }

    /// <returns>The call that is open afterwards.</returns>
    private static string? AssertSpeaksOfItsCall(List<MarginCallMessage> decision, MarginStatus before, string? open)
    {
        var last = decision[^1];
        if (last.Status != MarginStatus.Called)
        {
            Assert.All(decision, e => Assert.Equal(before == MarginStatus.Called ? open : null, e.CallId));
            return null;
        }

        Assert.True(last.Amount > 0, last.Id);
        if (before == MarginStatus.Called)
        {
            // The call that is open is told again: it keeps its id, and a deadline that has not passed.
            Assert.All(decision, e => Assert.Equal(open, e.CallId));
            Assert.True(last.Deadline > last.At, last.Id);
            return open;
        }

        Assert.EndsWith($"|{NumberOf(last)}", last.CallId, StringComparison.Ordinal);
        Assert.Equal(last.At + AccountChecks.Parameters.Levels.CallDeadline, last.Deadline);
        return last.CallId;
    }

    private static List<List<MarginCallMessage>> Decisions(IEnumerable<MarginCallMessage> events)
    {
        var decisions = new List<List<MarginCallMessage>>();
        foreach (var told in events)
        {
            if (decisions.Count == 0 || NumberOf(decisions[^1][0]) != NumberOf(told))
            {
                decisions.Add([]);
            }

            decisions[^1].Add(told);
        }

        return decisions;
    }

    private static long NumberOf(MarginCallMessage told) => long.Parse(told.Id.Split('|')[2], CultureInfo.InvariantCulture);
}
