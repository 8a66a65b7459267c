using MarginFunctions.Engine.Shards;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Every minute, asks every shard to look at all its accounts.</summary>
/// <param name="sweeper">Does the asking.</param>
public sealed class SweepShards(ShardSweeper sweeper)
{
    /// <summary>When: at second 0 of every minute.</summary>
    public const string Schedule = "0 * * * * *";

    /// <summary>Sends one round.</summary>
    [Function(nameof(SweepShards))]
    public Task RunAsync([TimerTrigger(Schedule)] TimerInfo timer, CancellationToken cancellationToken) => sweeper.SweepAsync(cancellationToken);
}
