using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>A process that handles shard work, one message at a time.</summary>
internal sealed class WorkerSlot
{
    /// <summary>Null when it has died and no work has come since.</summary>
    public ShardProcessor? Processor { get; set; }

    /// <summary>What it works on; null when idle.</summary>
    public OutgoingMessage? Message { get; set; }

    /// <summary>False when its session has gone to another and its message with it, which it does not know.</summary>
    public bool HoldsLock { get; set; }

    public Task<ShardReport>? Work { get; set; }
}
