namespace MarginFunctions.Engine.Tests.Simulation;

public sealed class EngineSimulationTests
{
    /// <summary>How many seeds each test plays instead of its own number; for long runs.</summary>
    private static readonly int? Seeds = int.TryParse(Environment.GetEnvironmentVariable("MARGIN_SIMULATION_SEEDS"), out var seeds) ? seeds : null;

    [Fact]
    public void Without_any_sweep_bands_alone_lose_no_crossing_whatever_crashes() => ForEachSeed(200, sweeps: false, hasScenarios: false, BandsLoseNoCrossing);

    [Fact]
    public void With_sweeps_and_deadlines_every_event_is_told_once_whatever_crashes() => ForEachSeed(100, sweeps: true, hasScenarios: false, EveryEventIsToldOnce);

    [Fact]
    public void Bands_of_options_and_scenarios_lose_no_crossing_whatever_crashes_while_time_and_ranges_stand_still() =>
        ForEachSeed(30, sweeps: false, hasScenarios: true, BandsLoseNoCrossing);

    [Fact]
    public void With_options_scenarios_and_ranges_that_move_every_event_is_told_once_whatever_crashes() =>
        ForEachSeed(50, sweeps: true, hasScenarios: true, EveryEventIsToldOnce);

    private static void BandsLoseNoCrossing(EngineSimulation simulation)
    {
        while (simulation.HasMore)
        {
            simulation.PlayRound();
            Invariants.StatusesAreThoseOfTheMarks(simulation.Cluster);

            // What was published on the way must also hold for the ticks to come.
            for (var tick = 0; tick < 2; tick++)
            {
                simulation.Tick();
                Invariants.StatusesAreThoseOfTheMarks(simulation.Cluster);
            }

            if (simulation.HasScenarios)
            {
                simulation.MoveOn();
                Invariants.StatusesAreThoseOfTheMarks(simulation.Cluster);
            }
        }

        Invariants.Check(simulation);

        // That a call's amount has changed, and that a loan can be paid back, no band tells.
        var first = simulation.Sweep();
        Assert.Equal((0, 0), (first.MissedCrossings, first.Applied));
        Invariants.StatusesAreThoseOfTheMarks(simulation.Cluster);
        SweepsFindNothing(simulation);
        simulation.Restart();
        SweepsFindNothing(simulation);
        Invariants.Check(simulation);
    }

    private static void EveryEventIsToldOnce(EngineSimulation simulation)
    {
        while (simulation.HasMore)
        {
            simulation.PlayRound();
        }

        Assert.Equal(0, simulation.Report.MissedCrossings);
        Invariants.Check(simulation);
        Assert.Equal(0, simulation.Sweep().MissedCrossings);
        Invariants.StatusesAreThoseOfTheMarks(simulation.Cluster);
        SweepsFindNothing(simulation);
        Invariants.Check(simulation);
    }

    private static void SweepsFindNothing(EngineSimulation simulation)
    {
        var report = simulation.Sweep();
        Assert.Equal((0, 0, 0), (report.Decisions, report.MissedCrossings, report.Applied));
    }

    private static void ForEachSeed(int seeds, bool sweeps, bool hasScenarios, Action<EngineSimulation> check)
    {
        var failures = new List<string>();
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var seed = 0; seed < (Seeds ?? seeds) && failures.Count < 20; seed++)
            {
                try
                {
                    check(new EngineSimulation(new SimulationOptions(seed, sweeps, hasScenarios)));
                }
                catch (Exception failure)
                {
                    failures.Add($"Seed {seed}: {failure.Message} {failure.InnerException?.InnerException}");
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }
}
