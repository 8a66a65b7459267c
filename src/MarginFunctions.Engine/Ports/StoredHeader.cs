namespace MarginFunctions.Engine.Ports;

/// <summary>A header as stored.</summary>
/// <param name="Header">The header.</param>
/// <param name="ETag">The store's tag for this very state of the row; opaque.</param>
public sealed record StoredHeader(ShardHeader Header, string ETag);
