namespace MarginFunctions.Engine.Messages;

/// <summary>Why a shard is processed.</summary>
public enum ShardWorkKind
{
    /// <summary>Brokers have stated new holdings.</summary>
    Updates,

    /// <summary>A mark has left a band of the shard.</summary>
    Reprice,

    /// <summary>A minute has passed: deadlines, and a second look at everything.</summary>
    Sweep,

    /// <summary>The insurance fund has answered.</summary>
    Answers,

    /// <summary>A minute has passed in which orders may be sent again: look at the accounts in liquidation.</summary>
    Liquidate,
}
