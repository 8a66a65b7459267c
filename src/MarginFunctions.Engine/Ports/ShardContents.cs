namespace MarginFunctions.Engine.Ports;

/// <summary>What a shard holds, without its decisions.</summary>
/// <param name="Header">Read before the rows, so that a commit against it fails when the rows have changed since; null for a new shard.</param>
/// <param name="Accounts">Account rows, by key.</param>
/// <param name="Outbox">Outgoing messages that may not have been sent, by key.</param>
public sealed record ShardContents(StoredHeader? Header, IReadOnlyList<ShardRow> Accounts, IReadOnlyList<ShardRow> Outbox);
