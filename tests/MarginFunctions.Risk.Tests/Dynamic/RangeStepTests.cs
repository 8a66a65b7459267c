using FsCheck.Fluent;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Dynamic;

public sealed class RangeStepTests
{
    [Theory]
    [InlineData(0.16, 0.30, 60, 0.17)] // one step an hour of 0.01
    [InlineData(0.16, 0.10, 30, 0.155)] // half of it, downwards
    [InlineData(0.16, 0.165, 60, 0.165)] // no further than the target
    [InlineData(0.16, 0.30, 0, 0.16)] // no time, no move
    [InlineData(0.16, 0.30, -5, 0.16)] // a clock that runs backwards
    [InlineData(0.16, 0.30, 1, 0.16016666)] // 0.01/60 cut to 8 places
    public void A_move_written_out(decimal current, decimal target, double minutes, decimal next) =>
        Assert.Equal(next, RangeStep.Move(current, target, TimeSpan.FromMinutes(minutes), 0.01m));

    [Fact]
    public void However_the_time_is_split_and_the_target_moves_no_step_is_exceeded() => Always.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var random = new Random(seed);
        var step = 0.0001m + (decimal)random.NextDouble() * 0.1m;
        var start = 0.16m;
        var (range, elapsed) = (start, TimeSpan.Zero);
        for (var n = random.Next(1, 50); n > 0; n--)
        {
            var part = TimeSpan.FromTicks((long)(random.NextDouble() * TimeSpan.TicksPerMinute * (random.Next(3) == 0 ? 100 : 1)));
            var (before, target) = (range, (decimal)random.NextDouble());
            range = RangeStep.Move(range, target, part, step);
            elapsed += part;
            Assert.InRange(range, Math.Min(before, target), Math.Max(before, target));
            Assert.True(Math.Abs(range - start) <= step * elapsed.Ticks / TimeSpan.TicksPerHour);
        }
    });
}
