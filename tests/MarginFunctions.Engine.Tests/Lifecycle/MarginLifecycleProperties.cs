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
            var (levels, state, margin, now) = Situation(new Random(seed));

            var once = MarginLifecycle.Decide(state, margin, now, levels, "first");
            var twice = MarginLifecycle.Decide(once.State, margin, now, levels, "second");

            Assert.False(twice.IsChange);
            Assert.Same(once.State, twice.State);
        },
        count: 5_000);

    [Fact]
    public void While_no_watched_level_is_crossed_the_status_stands() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var (levels, state, margin, now) = Situation(random);
            var settled = MarginLifecycle.Decide(state, margin, now, levels, "first").State;
            var watched = MarginLifecycle.LevelsToWatch(settled.Status, levels);
            for (var i = 0; i < 20; i++)
            {
                var next = Margin(random, levels);
                if (next.IsBadDebt == margin.IsBadDebt && watched.ToArray().All(level => next.IsBelow(level) == margin.IsBelow(level)))
                {
                    Assert.False(MarginLifecycle.Decide(settled, next, now, levels, "second").IsChange, $"{settled.Status} at {margin} changes at {next} with {levels}");
                }
            }
        },
        count: 5_000);

    [Fact]
    public void A_status_and_what_belongs_to_it_go_together() => Always.HoldsForSeeds(
        seed =>
        {
            var (levels, state, margin, now) = Situation(new Random(seed));

            var after = MarginLifecycle.Decide(state, margin, now, levels, "id").State;

            Assert.Equal(after.Status == MarginStatus.Called, after.Call is not null);
            Assert.Equal(after.Status == MarginStatus.Liquidating, after.JobId is not null);
            Assert.True(after.Call is not { } call || (call.Amount > 0 && call.Deadline > now));
        },
        count: 5_000);

    private static (MarginLevels Levels, PoolState State, MarginPosition Margin, DateTimeOffset Now) Situation(Random random)
    {
        var liquidation = random.Next(50, 150) / 100m;
        var call = liquidation + random.Next(1, 50) / 100m;
        var hysteresis = random.Next(20) / 100m;
        var levels = new MarginLevels(call + hysteresis + random.Next(30) / 100m, call, liquidation, hysteresis, TimeSpan.FromMinutes(random.Next(1, 120)));
        return (levels, States.Of((MarginStatus)random.Next(5)), Margin(random, levels), ManualTime.Start.AddMinutes(random.Next(120)));
    }

    /// <summary>Margins of all kinds, often exactly on a level.</summary>
    private static MarginPosition Margin(Random random, MarginLevels levels)
    {
        decimal maintenance = random.Next(4) == 0 ? 0 : random.Next(1, 1000);
        decimal[] marked = [levels.Warning, levels.Call, levels.Liquidation, levels.CallRelease, levels.WarningRelease];
        var equity = random.Next(3) switch
        {
            0 => marked[random.Next(marked.Length)] * maintenance,
            1 => maintenance * random.Next(-50, 250) / 100,
            _ => random.Next(-100, 100),
        };
        return new MarginPosition(equity, 2 * maintenance, maintenance);
    }
}
