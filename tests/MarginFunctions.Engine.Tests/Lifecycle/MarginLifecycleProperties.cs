using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Lifecycle;

public sealed class MarginLifecycleProperties
{
    [Fact]
    public void Deciding_twice_decides_nothing_the_second_time() => Always.HoldsForSeeds(
        seed =>
        {
            var (levels, state, margin, now, cover) = Situation(new Random(seed));

            var once = MarginLifecycle.Decide(state, margin, now, levels, "first", cover);
            var twice = MarginLifecycle.Decide(once.State, Covered(margin, once), now, levels, "second", Left(cover, once));

            Assert.False(twice.IsChange);
            Assert.Same(once.State, twice.State);
        },
        count: 20_000);

    [Fact]
    public void What_is_drawn_is_what_is_needed_or_all_there_is_in_the_order_of_the_policy() => Always.HoldsForSeeds(
        seed =>
        {
            var (levels, state, margin, now, cover) = Situation(new Random(seed));
            var uncovered = MarginLifecycle.Decide(state, margin, now, levels, "id");

            var decision = MarginLifecycle.Decide(state, margin, now, levels, "id", cover);

            if (uncovered.State.Status is MarginStatus.Healthy or MarginStatus.Warned)
            {
                Assert.Empty(decision.Drawn);
                return;
            }

            // A loan is for margin and pays no debt.
            var usable = cover.Where(c => uncovered.State.Status != MarginStatus.BadDebt || c.Source == CoverSource.Reserve).ToList();
            var need = margin.AmountToReach(levels.CallRelease);
            Assert.Equal(Math.Min(need, usable.Sum(c => c.Amount)), decision.Drawn.Sum(d => d.Amount));
            Assert.All(decision.Drawn, d => Assert.InRange(d.Amount, 0.00000001m, cover.Single(c => c.Source == d.Source).Amount));
            Assert.Equal(usable.Select(c => c.Source).Take(decision.Drawn.Count), decision.Drawn.Select(d => d.Source));
            Assert.All(decision.Drawn.SkipLast(1), d => Assert.Contains(d, usable));
            if (usable.Sum(c => c.Amount) >= need)
            {
                Assert.True(decision.State.Status is MarginStatus.Healthy or MarginStatus.Warned, $"{decision.State} after {need} of {need} was drawn");
            }
        },
        count: 20_000);

    [Fact]
    public void A_decision_with_cover_is_the_decision_of_a_pool_that_has_had_the_money() => Always.HoldsForSeeds(
        seed =>
        {
            var (levels, state, margin, now, cover) = Situation(new Random(seed));

            var decision = MarginLifecycle.Decide(state, margin, now, levels, "id", cover);

            var rich = MarginLifecycle.Decide(state, Covered(margin, decision), now, levels, "id");
            Assert.Equal(rich.State, decision.State);
            Assert.Equal(rich.Events, decision.Events);
        },
        count: 20_000);

    [Fact]
    public void While_no_watched_level_is_crossed_the_status_stands() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var (levels, state, margin, now, _) = Situation(random);
            var settled = MarginLifecycle.Decide(state, margin, now, levels, "first").State;
            var watched = MarginLifecycle.LevelsToWatch(settled, levels);
            for (var i = 0; i < 20; i++)
            {
                var next = Margin(random, levels);
                if (next.IsBadDebt == margin.IsBadDebt && watched.ToArray().All(level => next.IsBelow(level) == margin.IsBelow(level)))
                {
                    var decision = MarginLifecycle.Decide(settled, next, now, levels, "second");
                    Assert.True(settled.Status == decision.State.Status, $"{settled.Status} at {margin} changes at {next} with {levels}");
                    Assert.DoesNotContain(decision.Events, kind => kind != MarginEventKind.CallChanged);
                }
            }
        },
        count: 5_000);

    [Fact]
    public void An_open_call_keeps_its_id_and_deadline_and_what_it_tells_is_what_is_missing() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var (levels, _, _, now, _) = Situation(random);
            var state = States.Of(MarginStatus.Called);
            var call = state.Call!;
            for (var look = 0; look < 40 && state.Call is not null; look++)
            {
                var margin = Margin(random, levels);
                now += TimeSpan.FromMinutes(random.Next(4));
                var decision = MarginLifecycle.Decide(state, margin, now, levels, "other");
                if (decision.State.Call is { } open)
                {
                    var need = margin.AmountToReach(levels.CallRelease);
                    var isFar = Math.Abs(need - state.Call.Amount) >= levels.CallChange * state.Call.Amount && need != state.Call.Amount;
                    Assert.Equal((call.Id, call.Deadline, call.CalledAt), (open.Id, open.Deadline, open.CalledAt));
                    Assert.Equal(decision.IsChange ? need : state.Call.Amount, open.Amount);
                    Assert.Equal(isFar, decision.Events.Contains(MarginEventKind.CallChanged));
                    Assert.Equal(open.Reminders > state.Call.Reminders, decision.Events.Contains(MarginEventKind.Reminder));
                    Assert.InRange(open.Reminders, state.Call.Reminders, levels.Reminders.Count);
                }

                state = decision.State;
            }
        },
        count: 5_000);

    [Fact]
    public void A_status_and_what_belongs_to_it_go_together() => Always.HoldsForSeeds(
        seed =>
        {
            var (levels, state, margin, now, cover) = Situation(new Random(seed));

            var after = MarginLifecycle.Decide(state, margin, now, levels, "id", cover).State;

            Assert.Equal(after.Status == MarginStatus.Called, after.Call is not null);
            Assert.Equal(after.Status == MarginStatus.Liquidating, after.JobId is not null);
            Assert.False(after.HasExpired && after.Status != MarginStatus.Liquidating);
            Assert.True(after.Call is not { } call || (call.Amount > 0 && call.Deadline > now));
        },
        count: 5_000);

    private static MarginPosition Covered(MarginPosition margin, LifecycleDecision decision) => margin with { Equity = margin.Equity + decision.Drawn.Sum(d => d.Amount) };

    private static List<CoverAmount> Left(IEnumerable<CoverAmount> cover, LifecycleDecision decision) =>
        [.. cover.Select(c => c with { Amount = c.Amount - decision.Drawn.Where(d => d.Source == c.Source).Sum(d => d.Amount) }).Where(c => c.Amount > 0)];

    private static (MarginLevels Levels, PoolState State, MarginPosition Margin, DateTimeOffset Now, CoverAmount[] Cover) Situation(Random random)
    {
        var liquidation = random.Next(50, 150) / 100m;
        var call = liquidation + random.Next(1, 50) / 100m;
        var hysteresis = random.Next(20) / 100m;
        var levels = new MarginLevels(call + hysteresis + random.Next(30) / 100m, call, liquidation, hysteresis, TimeSpan.FromMinutes(random.Next(1, 120)))
        {
            CallChange = random.Next(5) / 10m,
        };
        levels = levels with
        {
            Restore = random.Next(3) switch { 0 => liquidation, 1 => levels.CallRelease, _ => liquidation + (levels.CallRelease - liquidation) * random.Next(100) / 100 },
            Reminders = random.Next(3) == 0 ? levels.Reminders : [.. Enumerable.Range(1, random.Next(4)).Select(_ => levels.CallDeadline * (random.Next(1, 100) / 100.0))],
        };
        var state = States.Of((MarginStatus)random.Next(5));
        if (state.Call is { } open)
        {
            state = state with { Call = open with { Amount = random.Next(1, 100), Reminders = random.Next(3) } };
        }

        state = state with { HasExpired = state.Status == MarginStatus.Liquidating && random.Next(2) == 0 };
        CoverAmount[] sources = [new(CoverSource.Reserve, random.Next(1, 400)), new(CoverSource.Loan, random.Next(1, 400) + 0.00000001m)];
        CoverAmount[] cover = [.. sources.OrderBy(_ => random.Next()).Take(random.Next(3))];
        return (levels, state, Margin(random, levels), ManualTime.Start.AddMinutes(random.Next(120)), cover);
    }

    /// <summary>Margins of all kinds, often exactly on a level.</summary>
    private static MarginPosition Margin(Random random, MarginLevels levels)
    {
        decimal maintenance = random.Next(4) == 0 ? 0 : random.Next(1, 1000);
        decimal[] marked = [levels.Warning, levels.Call, levels.Liquidation, levels.CallRelease, levels.WarningRelease, levels.Restore];
        var equity = random.Next(3) switch
        {
            0 => marked[random.Next(marked.Length)] * maintenance,
            1 => maintenance * random.Next(-50, 250) / 100,
            _ => random.Next(-100, 100),
        };
        return new MarginPosition(equity, 2 * maintenance, maintenance);
    }
}
