using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Shards;

/// <summary>An account after a look at it.</summary>
/// <param name="Entry">What memory shall hold; null when the account is left as it was.</param>
/// <param name="Rows">The rows to be written together; empty when only its bands have moved.</param>
/// <param name="OutboxRows">Those of <paramref name="Rows"/> that are outgoing messages.</param>
internal sealed record AccountChange(AccountEntry? Entry, IReadOnlyList<RowChange> Rows, IReadOnlyList<ShardRow> OutboxRows)
{
    /// <summary>What the rows take in a transaction.</summary>
    public int StoredBytes => Rows.Sum(r => r.Body is { } body ? ShardTransaction.StoredBytes(body) : 0);
}
