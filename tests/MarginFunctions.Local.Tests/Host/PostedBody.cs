namespace MarginFunctions.Local.Tests.Host;

/// <summary>A request to send, the same however often it is sent.</summary>
internal sealed record PostedBody(string Queue, string Text, string Type, string? Properties = null);
