using MarginFunctions.Engine.Lifecycle;
using Xunit.Abstractions;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>Long runs: <c>MARGIN_CRASH_SEEDS=1000 MARGIN_CRASH_ACCOUNTS=500</c>, from seed <c>MARGIN_CRASH_FIRST</c> on.</summary>
public sealed class CrashSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 8;
    private const int Accounts = 40;

    [Fact]
    public void Whatever_crashes_fills_and_comes_twice_every_unit_is_accounted_for_and_nobody_is_liquidated_beyond_need()
    {
        var failures = new List<string>();
        var seen = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var first = Setting("MARGIN_CRASH_FIRST", 0);
            for (var seed = first; seed < first + Setting("MARGIN_CRASH_SEEDS", Seeds) && failures.Count < 10; seed++)
            {
                try
                {
                    Play(seed, seen);
                }
                catch (Exception failure)
                {
                    failures.Add($"Seed {seed}: {failure.Message} {failure.InnerException}");
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        foreach (var (what, count) in seen)
        {
            output.WriteLine($"{what}: {count}");
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));

        // A run in which nothing of this happens would show nothing.
        Assert.All(
            ["called", "crashes", "entries CoverPayment", "entries LiquidationFee", "entries LoanDraw", "entries LossShare", "entries ReserveTransfer", "jobs cancel", "jobs closeEverything", "jobs deleverage", "jobs reduce", "needs checked", "needs checked, of sales of coins"],
            what => Assert.True(seen.GetValueOrDefault(what) > 0, $"There was no {what}."));
    }

    private static void Play(int seed, SortedDictionary<string, decimal> seen)
    {
        var simulation = new CrashSimulation(seed, Setting("MARGIN_CRASH_ACCOUNTS", Accounts));
        simulation.Play();
        CrashInvariants.Check(simulation);

        var calls = simulation.Cluster.Calls();
        void See(string what, decimal count) => seen[what] = seen.GetValueOrDefault(what) + count;
        See("crashes", simulation.Crashes);
        See("needs checked", simulation.Needs.Checked);
        See("needs checked, of sales of coins", simulation.Needs.Sales);
        See("needs not checked, marks had moved", simulation.Needs.Passed);
        See("called", calls.Count(c => c.Kind == MarginEventKind.Called));
        foreach (var scope in simulation.Cluster.Jobs().GroupBy(j => j.Scope))
        {
            See($"jobs {scope.Key}", scope.Count());
        }

        foreach (var kind in calls.SelectMany(c => c.Entries ?? []).GroupBy(e => e.Kind))
        {
            See($"entries {kind.Key}", kind.Count());
        }
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
