namespace MarginFunctions.Engine.Ports;

/// <summary>The row that every transaction of a shard or fund rewrites: the fence against a second writer.</summary>
/// <param name="Version">Raised by one with each transaction; the first is 1.</param>
/// <param name="Writer">An id that no other transaction attempt uses: how a writer recognises its own success after a lost reply.</param>
/// <param name="NextOutbox">The number of the next outbox row.</param>
public sealed record ShardHeader(long Version, string Writer, long NextOutbox);
