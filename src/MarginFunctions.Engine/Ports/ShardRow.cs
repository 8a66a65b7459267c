namespace MarginFunctions.Engine.Ports;

/// <summary>One row of a shard.</summary>
/// <param name="Key">Made by <see cref="RowKeys"/>.</param>
/// <param name="Body">UTF-8 JSON.</param>
public sealed record ShardRow(string Key, ReadOnlyMemory<byte> Body);
