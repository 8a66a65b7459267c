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
    /// <summary>Both together.</summary>
    public static ShardReport operator +(ShardReport left, ShardReport right) => new(
        left.Applied + right.Applied,
        left.LateRows + right.LateRows,
        left.Refused + right.Refused,
        left.Assessed + right.Assessed,
        left.Decisions + right.Decisions,
        left.MissedCrossings + right.MissedCrossings);

    /// <summary>Both together, for callers without operators.</summary>
    public static ShardReport Add(ShardReport left, ShardReport right) => left + right;
}
