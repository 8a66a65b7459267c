namespace MarginFunctions.Engine.Ports;

/// <summary>Decisions that have left their shard, by account.</summary>
public interface IDecisionHistory
{
    /// <summary>Stores decisions; one that is there already is replaced by itself, so moving twice moves once.</summary>
    /// <param name="decisions">Rows with keys made by <see cref="RowKeys.Decision"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task AppendAsync(IReadOnlyList<ShardRow> decisions, CancellationToken cancellationToken);

    /// <summary>An account's latest decisions, newest first.</summary>
    Task<IReadOnlyList<ShardRow>> ReadAsync(string accountId, int most, CancellationToken cancellationToken);
}
