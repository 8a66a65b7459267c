namespace MarginFunctions.Engine.Ports;

/// <summary>One row of a transaction.</summary>
/// <param name="Key">Made by <see cref="RowKeys"/>; not the header's.</param>
/// <param name="Body">UTF-8 JSON that replaces the row or creates it; null deletes the row, which must exist.</param>
public sealed record RowChange(string Key, ReadOnlyMemory<byte>? Body);
