using MarginFunctions.Engine.Cover;

namespace MarginFunctions.Engine.Messages;

/// <summary>Internal: something for one shard to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Updates">The holdings to apply; empty unless <see cref="ShardWorkKind.Updates"/>.</param>
public sealed record ShardWork(ShardWorkKind Kind, int Shard, IReadOnlyList<AcceptedUpdate> Updates)
{
    /// <summary>The fund's answers; empty unless <see cref="ShardWorkKind.Answers"/>.</summary>
    public IReadOnlyList<CoverageAnswer> Answers { get; init; } = [];

    /// <summary>Look at the accounts whose bands the marks have left.</summary>
    public static ShardWork Reprice(int shard) => new(ShardWorkKind.Reprice, shard, []);

    /// <summary>Look at every account: time has passed.</summary>
    public static ShardWork Sweep(int shard) => new(ShardWorkKind.Sweep, shard, []);

    /// <summary>Look at the accounts in liquidation.</summary>
    public static ShardWork Liquidate(int shard) => new(ShardWorkKind.Liquidate, shard, []);
}
