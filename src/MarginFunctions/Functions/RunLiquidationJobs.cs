using MarginFunctions.Engine.Liquidation;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Every minute, wakes the shards whose orders did not fit into the minute before. Does nothing where the risk parameters have no liquidation.</summary>
/// <param name="runner">Does the waking.</param>
public sealed class RunLiquidationJobs(LiquidationRunner runner)
{
    /// <summary>When: at second 2 of every minute, in which clocks that are a little apart agree on the minute.</summary>
    public const string Schedule = "2 * * * * *";

    /// <summary>Runs once.</summary>
    [Function(nameof(RunLiquidationJobs))]
    public Task RunAsync([TimerTrigger(Schedule)] TimerInfo timer, CancellationToken cancellationToken) => runner.RunAsync(cancellationToken);
}
