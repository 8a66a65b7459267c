namespace MarginFunctions.Engine.Tests.Simulation;

public sealed class FundSimulationTests
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("MARGIN_SIMULATION_SEEDS"), out var seeds) ? seeds : 600;

    [Fact]
    public async Task Two_workers_on_one_fund_draw_nothing_twice_whatever_crashes()
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var (crashes, lostLocks, exhausted, shared, deleveraged) = (0, 0, 0, 0, 0);
        try
        {
            for (var seed = 0; seed < Seeds; seed++)
            {
                try
                {
                    var simulation = await FundSimulation.PlayAsync(seed);
                    simulation.Check();
                    await simulation.CheckShardsAsync();
                    crashes += simulation.Crashes;
                    lostLocks += simulation.LostLocks;
                    exhausted += simulation.Exhausted ? 1 : 0;
                    shared += simulation.Answers.Any(a => a.Amount < 0) ? 1 : 0;
                    deleveraged += simulation.Answers.Any(a => a.Orders is not null) ? 1 : 0;
                }
                catch (Exception failure)
                {
                    Assert.Fail($"Seed {seed}: {failure}");
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        // The trouble that this is about did happen.
        Assert.True(crashes > Seeds && lostLocks > Seeds, $"{crashes} crashes, {lostLocks} lost locks");
        Assert.True(exhausted > Seeds / 4 && shared > Seeds / 10 && deleveraged > Seeds / 10, $"{exhausted} funds exhausted, {shared} losses shared, {deleveraged} deleveraged");
    }
}
