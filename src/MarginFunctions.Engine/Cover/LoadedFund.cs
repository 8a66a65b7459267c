using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Cover;

/// <summary>A fund in memory, as of one version of its header.</summary>
internal sealed class LoadedFund(FundContents contents)
{
    /// <summary>The header it is a copy of; null for a fund that was never opened.</summary>
    public StoredHeader? Header { get; set; } = contents.Header;

    public FundState State { get; set; } = contents.State is { } row ? JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundState)! : FundState.Unopened;

    /// <summary>Messages that are committed and may not have been sent.</summary>
    public List<ShardRow> Outbox { get; } = [.. contents.Outbox];
}
