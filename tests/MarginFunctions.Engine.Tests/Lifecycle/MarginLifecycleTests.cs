using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using Event = MarginFunctions.Engine.Lifecycle.MarginEventKind;
using Status = MarginFunctions.Engine.Lifecycle.MarginStatus;

namespace MarginFunctions.Engine.Tests.Lifecycle;

/// <summary>Levels: warning 1.5, call 1.2, liquidation 1.0, release 1.55 and 1.25. Maintenance is 100, so that equity is the ratio in percent.</summary>
public sealed class MarginLifecycleTests
{
    public static TheoryData<string, Status, decimal, Status, Event[]> Table { get; } = new()
    {
        { "well above warning nothing happens", Status.Healthy, 1000, Status.Healthy, [] },
        { "equity equal to the warning level is no warning", Status.Healthy, 150, Status.Healthy, [] },
        { "a hundred-millionth below it is", Status.Healthy, 149.99999999m, Status.Warned, [Event.Warning] },
        { "equity equal to the call level is a warning only", Status.Healthy, 120, Status.Warned, [Event.Warning] },
        { "below the call level a healthy pool is called without a warning", Status.Healthy, 119.99m, Status.Called, [Event.Called] },
        { "equity equal to maintenance is a call, not a liquidation", Status.Healthy, 100, Status.Called, [Event.Called] },
        { "below maintenance a healthy pool is liquidated at once", Status.Healthy, 99.99m, Status.Liquidating, [Event.Liquidating] },
        { "negative equity with something to close is a liquidation, not bad debt", Status.Healthy, -50, Status.Liquidating, [Event.Liquidating] },

        { "a warned pool stays warned at the call level", Status.Warned, 120, Status.Warned, [] },
        { "a warned pool below the call level is called", Status.Warned, 119.99m, Status.Called, [Event.Called] },
        { "a warned pool below maintenance is liquidated", Status.Warned, 99.99m, Status.Liquidating, [Event.Liquidating] },
        { "at the warning level a warned pool is not yet released", Status.Warned, 150, Status.Warned, [] },
        { "just below its release a warned pool is still warned", Status.Warned, 154.99m, Status.Warned, [] },
        { "equity equal to the release releases a warning", Status.Warned, 155, Status.Healthy, [Event.Met] },

        { "a called pool stays called at maintenance", Status.Called, 100, Status.Called, [] },
        { "a called pool below maintenance is liquidated before its deadline", Status.Called, 99.99m, Status.Liquidating, [Event.Liquidating] },
        { "at the call level a called pool is not yet released", Status.Called, 120, Status.Called, [] },
        { "just below its release a call is still open", Status.Called, 124.99m, Status.Called, [] },
        { "equity equal to the release meets a call, and the warning stays", Status.Called, 125, Status.Warned, [Event.Met] },
        { "released into the warning's own hysteresis a call leaves a warning", Status.Called, 154.99m, Status.Warned, [Event.Met] },
        { "released above every level a call leaves nothing", Status.Called, 155, Status.Healthy, [Event.Met] },

        { "a liquidation goes on below its release", Status.Liquidating, 124.99m, Status.Liquidating, [] },
        { "a liquidation goes on however deep it is", Status.Liquidating, -500, Status.Liquidating, [] },
        { "equity equal to the release ends a liquidation, and the warning stays", Status.Liquidating, 125, Status.Warned, [Event.Closed] },
        { "far above every level a liquidation leaves nothing", Status.Liquidating, 155, Status.Healthy, [Event.Closed] },

        { "bad debt that has a position again is liquidated", Status.BadDebt, 99, Status.Liquidating, [Event.Liquidating] },
        { "bad debt that is called is called", Status.BadDebt, 119, Status.Called, [Event.Called] },
        { "bad debt that is warned is warned", Status.BadDebt, 149, Status.Warned, [Event.Warning] },
        { "bad debt that is paid with a position is closed", Status.BadDebt, 150, Status.Healthy, [Event.Closed] },
    };

    public static TheoryData<string, Status, decimal, Status, Event[]> WithoutRequirement { get; } = new()
    {
        { "nothing at all is healthy", Status.Healthy, 0, Status.Healthy, [] },
        { "money without positions is healthy", Status.Healthy, 10, Status.Healthy, [] },
        { "a debt without positions is bad debt", Status.Healthy, -0.00000001m, Status.BadDebt, [Event.BadDebt] },
        { "a warning ends with its positions", Status.Warned, 0, Status.Healthy, [Event.Met] },
        { "a warned pool may end in debt", Status.Warned, -1, Status.BadDebt, [Event.BadDebt] },
        { "a call ends with its positions", Status.Called, 0, Status.Healthy, [Event.Met] },
        { "a called pool may end in debt", Status.Called, -1, Status.BadDebt, [Event.BadDebt] },
        { "a liquidation ends with its positions", Status.Liquidating, 0, Status.Healthy, [Event.Closed] },
        { "a liquidation that ends in debt is closed and says so", Status.Liquidating, -1, Status.BadDebt, [Event.Closed, Event.BadDebt] },
        { "bad debt stays", Status.BadDebt, -1, Status.BadDebt, [] },
        { "bad debt that is paid is closed", Status.BadDebt, 0, Status.Healthy, [Event.Closed] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void With_a_requirement(string sentence, Status before, decimal equity, Status after, Event[] events) =>
        AssertDecision(sentence, before, new MarginPosition(equity, 200, 100), after, events);

    [Theory]
    [MemberData(nameof(WithoutRequirement))]
    public void Without_a_requirement(string sentence, Status before, decimal equity, Status after, Event[] events) =>
        AssertDecision(sentence, before, new MarginPosition(equity, 0, 0), after, events);

    [Theory]
    [InlineData("a tick before the deadline the call is open", -1, 110, Status.Called, new Event[0])]
    [InlineData("at the deadline it expires", 0, 110, Status.Liquidating, new[] { Event.Expired, Event.Liquidating })]
    [InlineData("after the deadline it expires", 1, 110, Status.Liquidating, new[] { Event.Expired, Event.Liquidating })]
    [InlineData("a call released at the deadline is met", 0, 125, Status.Warned, new[] { Event.Met })]
    [InlineData("below maintenance the deadline does not matter", 0, 99, Status.Liquidating, new[] { Event.Liquidating })]
    public void At_the_deadline(string sentence, int ticks, int equity, Status after, Event[] events)
    {
        var called = States.Of(Status.Called);

        var decision = MarginLifecycle.Decide(called, new MarginPosition(equity, 200, 100), called.Call!.Deadline.AddTicks(ticks), MarginLevels.Default, "id");

        Assert.True(after == decision.State.Status && events.SequenceEqual(decision.Events), $"{sentence}: {decision.State.Status}, {string.Join(", ", decision.Events)}");
    }

    [Fact]
    public void A_call_asks_for_what_is_missing_to_its_release_within_the_deadline()
    {
        var decision = MarginLifecycle.Decide(States.Of(Status.Healthy), new MarginPosition(110, 200, 100), ManualTime.Start, MarginLevels.Default, "A|cross|1");

        // 1.25 · 100 − 110
        Assert.Equal(new MarginCall("A|cross|1", 15, ManualTime.Start, ManualTime.Start.AddHours(1)), decision.State.Call);
    }

    [Fact]
    public void A_liquidation_takes_the_decisions_id_for_its_job_and_drops_the_call()
    {
        var decision = MarginLifecycle.Decide(States.Of(Status.Called), new MarginPosition(90, 200, 100), ManualTime.Start, MarginLevels.Default, "A|cross|2");

        Assert.Equal(new PoolState("cross", Status.Liquidating, JobId: "A|cross|2"), decision.State);
    }

    private static void AssertDecision(string sentence, Status before, MarginPosition margin, Status after, Event[] events)
    {
        var state = States.Of(before);

        var decision = MarginLifecycle.Decide(state, margin, ManualTime.Start, MarginLevels.Default, "id");

        Assert.True(after == decision.State.Status && events.SequenceEqual(decision.Events), $"{sentence}: {decision.State.Status}, {string.Join(", ", decision.Events)}");
        Assert.Equal(events.Length == 0, ReferenceEquals(state, decision.State));
    }
}
