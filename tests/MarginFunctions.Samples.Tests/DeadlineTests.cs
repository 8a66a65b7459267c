using System.Diagnostics;
using MarginFunctions.Samples.Tests.Support;

namespace MarginFunctions.Samples.Tests;

public sealed class DeadlineTests(LocalServer server) : IClassFixture<LocalServer>
{
    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task A_call_that_does_not_come_is_not_waited_for_longer_than_said(string language)
    {
        var clock = Stopwatch.StartNew();

        // The same amounts of ether are a liquidation, not a call: its tiers ask for more.
        var run = await Sample.In(language).RunAsync([server.Address], new() { [Sample.Instrument] = "ETH-PERP", [Sample.WaitSeconds] = "2" });

        run.AssertFailed(exitCode: 1, run.Account, "no event 'called' within 2 seconds");

        // 60 seconds are what a sample waits when nothing is said.
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
    }
}
