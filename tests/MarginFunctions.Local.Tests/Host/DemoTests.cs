using System.Text.RegularExpressions;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class DemoTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_demo_ends_in_time_and_shows_calls_answers_and_liquidations()
    {
        var start = TimeProvider.System.GetTimestamp();

        var output = (await LocalHost.RunAsync("demo")).AssertDone();

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, Longest);
        Assert.All(["Called", "Met", "Liquidating"], kind => Assert.Matches($@"(?m)^\d\d:\d\d  {kind} ", output));
        Assert.All(["accounts called", "accounts liquidated"], row => Assert.InRange(Count(output, row), 1, 200));
        Assert.Equal(0, Count(output, "crossings that the bands missed"));
    }

    private static int Count(string output, string row) => int.Parse(Regex.Match(output, $@"{row}\W+(\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
