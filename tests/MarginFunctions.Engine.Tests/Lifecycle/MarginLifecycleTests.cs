using MarginFunctions.Engine.Cover;
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
        var called = Called(15) with { Call = Called(15).Call! with { Reminders = 2 } };

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

    [Theory]
    [InlineData("an hour before the deadline nothing is due", 0, 0, 15, false)]
    [InlineData("a tick before half an hour nothing is due", 30 * 60 - 1, 0, 15, false)]
    [InlineData("half an hour before the deadline the customer is reminded", 30 * 60, 1, 15, true)]
    [InlineData("after five silent minutes more it is the same reminder", 35 * 60, 1, 15, true)]
    [InlineData("when both times have passed between two looks there is one reminder", 55 * 60, 2, 15, true)]
    public void Reminders(string sentence, int seconds, int counted, decimal amount, bool isTold)
    {
        var called = Called(amount);

        var decision = MarginLifecycle.Decide(called, new MarginPosition(110, 200, 100), ManualTime.Start.AddSeconds(seconds), MarginLevels.Default, "id");

        Assert.True((isTold ? [Event.Reminder] : Array.Empty<Event>()).SequenceEqual(decision.Events), $"{sentence}: {string.Join(", ", decision.Events)}");
        Assert.Equal(called.Call! with { Reminders = counted }, decision.State.Call);
    }

    [Fact]
    public void A_time_that_has_been_told_is_not_told_again_and_the_next_one_is()
    {
        var reminded = Called(15) with { Call = Called(15).Call! with { Reminders = 1 } };
        LifecycleDecision At(int minute) => MarginLifecycle.Decide(reminded, new MarginPosition(110, 200, 100), ManualTime.Start.AddMinutes(minute), MarginLevels.Default, "id");

        Assert.False(At(49).IsChange);
        Assert.Equal([Event.Reminder], At(50).Events);
        Assert.Equal(2, At(50).State.Call!.Reminders);
    }

    [Theory] // told 100; the need is 1.25 · 1,000 − E
    [InlineData("what is needed is what was told", 1150, null)]
    [InlineData("a need of 119.99 is noise", 1130.01, null)]
    [InlineData("a need of 120 has grown by a fifth", 1130, 120)]
    [InlineData("a need of 80.01 is noise", 1169.99, null)]
    [InlineData("a need of 80 has shrunk by a fifth", 1170, 80)]
    [InlineData("a need of 50 between call and release is told too", 1200, 50)]
    public void A_call_grows_and_shrinks(string sentence, double equity, int? told)
    {
        var called = Called(100);

        var decision = MarginLifecycle.Decide(called, new MarginPosition((decimal)equity, 2000, 1000), ManualTime.Start, MarginLevels.Default, "id");

        Assert.True((told is null ? [] : new[] { Event.CallChanged }).SequenceEqual(decision.Events), $"{sentence}: {string.Join(", ", decision.Events)}");
        Assert.Equal(called.Call! with { Amount = told ?? 100 }, decision.State.Call);
    }

    [Fact]
    public void A_reminder_tells_what_is_needed_now_also_where_that_is_noise()
    {
        var decision = MarginLifecycle.Decide(Called(15), new MarginPosition(109, 200, 100), ManualTime.Start.AddMinutes(30), MarginLevels.Default, "id");

        // 1.25 · 100 − 109 is within a fifth of 15
        Assert.Equal([Event.Reminder], decision.Events);
        Assert.Equal(16, decision.State.Call!.Amount);
    }

    [Fact]
    public void A_reminder_and_a_change_at_one_look_are_both_told()
    {
        var decision = MarginLifecycle.Decide(Called(15), new MarginPosition(101, 200, 100), ManualTime.Start.AddMinutes(30), MarginLevels.Default, "id");

        Assert.Equal([Event.CallChanged, Event.Reminder], decision.Events);
    }

    [Theory] // restore 1.1, below the call level 1.2
    [InlineData("below the restore level a liquidation goes on", false, 109.99, Status.Liquidating, new Event[0])]
    [InlineData("restored below the call level the customer is called anew", false, 110, Status.Called, new[] { Event.Closed, Event.Called })]
    [InlineData("restored at the call level a warning is left", false, 120, Status.Warned, new[] { Event.Closed })]
    [InlineData("after an expired call the restore level is not enough", true, 110, Status.Liquidating, new Event[0])]
    [InlineData("after an expired call it goes on to the call's release", true, 124.99, Status.Liquidating, new Event[0])]
    [InlineData("there it ends", true, 125, Status.Warned, new[] { Event.Closed })]
    public void A_liquidation_ends_at_its_restore_level(string sentence, bool hasExpired, double equity, Status after, Event[] events)
    {
        var levels = MarginLevels.Default with { Restore = 1.1m };

        var decision = MarginLifecycle.Decide(States.Of(Status.Liquidating) with { HasExpired = hasExpired }, new MarginPosition((decimal)equity, 200, 100), ManualTime.Start, levels, "A|cross|9");

        Assert.True(after == decision.State.Status && events.SequenceEqual(decision.Events), $"{sentence}: {decision.State.Status}, {string.Join(", ", decision.Events)}");
        Assert.Equal(after == Status.Called ? new MarginCall("A|cross|9", 15, ManualTime.Start, ManualTime.Start.AddHours(1)) : null, decision.State.Call);
    }

    [Fact]
    public void A_call_that_expires_above_the_restore_level_is_liquidated_up_to_what_was_asked_for()
    {
        var levels = MarginLevels.Default with { Restore = 1.0m };
        var margin = new MarginPosition(110, 200, 100);

        var decision = MarginLifecycle.Decide(States.Of(Status.Called), margin, ManualTime.Start.AddHours(1), levels, "id");

        Assert.Equal(new PoolState("cross", Status.Liquidating, JobId: "id", HasExpired: true), decision.State);
        Assert.False(MarginLifecycle.Decide(decision.State, margin, ManualTime.Start.AddHours(1), levels, "id2").IsChange);
    }

    [Theory] // maintenance 100, release 125
    [InlineData("cover that suffices spares a call", Status.Healthy, 110, 20, 100, Status.Warned, new[] { Event.Warning }, 15, 0)]
    [InlineData("the first source pays first, the second the rest", Status.Warned, 110, 10, 100, Status.Warned, new Event[0], 10, 5)]
    [InlineData("a call is for what cover leaves", Status.Warned, 105, 8, 2, Status.Called, new[] { Event.Called }, 8, 2)]
    [InlineData("cover that comes while a call is open meets it", Status.Called, 123, 2, 0, Status.Warned, new[] { Event.Met }, 2, 0)]
    [InlineData("cover spares a liquidation", Status.Called, 90, 50, 0, Status.Warned, new[] { Event.Met }, 35, 0)]
    [InlineData("cover that ends between maintenance and call makes a call of a liquidation", Status.Healthy, 90, 11, 0, Status.Called, new[] { Event.Called }, 11, 0)]
    [InlineData("cover that does not suffice is drawn all the same", Status.Healthy, 50, 20, 20, Status.Liquidating, new[] { Event.Liquidating }, 20, 20)]
    [InlineData("cover ends a liquidation", Status.Liquidating, 90, 100, 100, Status.Warned, new[] { Event.Closed }, 35, 0)]
    [InlineData("a warned pool draws nothing", Status.Warned, 120, 100, 100, Status.Warned, new Event[0], 0, 0)]
    public void Cover(string sentence, Status before, int equity, int reserve, int loan, Status after, Event[] events, int fromReserve, int fromLoan)
    {
        var cover = Amounts(reserve, loan);

        var decision = MarginLifecycle.Decide(States.Of(before), new MarginPosition(equity, 200, 100), ManualTime.Start, MarginLevels.Default, "id", cover);

        Assert.True(after == decision.State.Status && events.SequenceEqual(decision.Events), $"{sentence}: {decision.State.Status}, {string.Join(", ", decision.Events)}");
        Assert.Equal(Amounts(fromReserve, fromLoan), decision.Drawn);
        Assert.True(decision.State.Call is not { } call || call.Amount == 125 - equity - fromReserve - fromLoan, sentence);
    }

    [Fact]
    public void A_debt_takes_the_reserve_and_no_loan()
    {
        var decision = MarginLifecycle.Decide(States.Of(Status.Liquidating), new MarginPosition(-30, 0, 0), ManualTime.Start, MarginLevels.Default, "id", Amounts(20, 100));

        Assert.Equal(Amounts(20, 0), decision.Drawn);
        Assert.Equal([Event.Closed, Event.BadDebt], decision.Events);
    }

    private static PoolState Called(decimal amount) => new("cross", Status.Called, new MarginCall("A|cross|1", amount, ManualTime.Start, ManualTime.Start.AddHours(1)));

    private static CoverAmount[] Amounts(decimal reserve, decimal loan) =>
        [.. new CoverAmount[] { new(CoverSource.Reserve, reserve), new(CoverSource.Loan, loan) }.Where(c => c.Amount > 0)];

    private static void AssertDecision(string sentence, Status before, MarginPosition margin, Status after, Event[] events)
    {
        // The customer was told what is missing now: that amounts change has tests of its own.
        var state = before == Status.Called ? Called(Math.Max(0.01m, margin.AmountToReach(1.25m))) : States.Of(before);

        var decision = MarginLifecycle.Decide(state, margin, ManualTime.Start, MarginLevels.Default, "id");

        Assert.True(after == decision.State.Status && events.SequenceEqual(decision.Events), $"{sentence}: {decision.State.Status}, {string.Join(", ", decision.Events)}");
        Assert.Equal(events.Length == 0, ReferenceEquals(state, decision.State));
    }
}
