namespace MarginFunctions.Engine.Shards;

/// <summary>What one piece of shard work did.</summary>
/// <param name="Applied">Updates of which at least one row was new.</param>
/// <param name="LateRows">Rows of updates that came after a newer word.</param>
/// <param name="Refused">Updates that the account's state made impossible.</param>
/// <param name="Assessed">Accounts whose margin was computed.</param>
/// <param name="Decisions">Pools whose status changed.</param>
/// <param name="MissedCrossings">Status changes that a sweep found while every mark was inside its published band. Must be 0.</param>
public readonly record struct ShardReport(int Applied, int LateRows, int Refused, int Assessed, int Decisions, int MissedCrossings)
{
    /// <summary>Liquidation jobs that were issued.</summary>
    public int Jobs { get; init; }

    /// <summary>Jobs whose time was up before all was filled.</summary>
    public int ExpiredJobs { get; init; }

    /// <summary>Fills of jobs or orders that their accounts do not remember.</summary>
    public int UnknownFills { get; init; }

    /// <summary>Orders that were filled beyond what was ordered.</summary>
    public int Overfills { get; init; }

    /// <summary>Both together.</summary>
    public static ShardReport operator +(ShardReport left, ShardReport right) => new(
        left.Applied + right.Applied,
        left.LateRows + right.LateRows,
        left.Refused + right.Refused,
        left.Assessed + right.Assessed,
        left.Decisions + right.Decisions,
        left.MissedCrossings + right.MissedCrossings)
    {
        Jobs = left.Jobs + right.Jobs,
        ExpiredJobs = left.ExpiredJobs + right.ExpiredJobs,
        UnknownFills = left.UnknownFills + right.UnknownFills,
        Overfills = left.Overfills + right.Overfills,
    };

    /// <summary>Both together, for callers without operators.</summary>
    public static ShardReport Add(ShardReport left, ShardReport right) => left + right;
}
