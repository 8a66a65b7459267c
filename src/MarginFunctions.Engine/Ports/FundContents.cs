namespace MarginFunctions.Engine.Ports;

/// <summary>What a fund's partition holds, without settlements and handled requests, which only ever grow.</summary>
/// <param name="Header">Read before the rows, so that a commit against it fails when the rows have changed since; null for a fund that was never opened.</param>
/// <param name="State">The row of its balances; null for a fund that was never opened.</param>
/// <param name="Outbox">Outgoing messages that may not have been sent, by key.</param>
public sealed record FundContents(StoredHeader? Header, ShardRow? State, IReadOnlyList<ShardRow> Outbox);
