namespace MarginFunctions.Engine.Ports;

/// <summary>A message as received.</summary>
/// <param name="MessageId">The sender's id.</param>
/// <param name="Body">Untrusted bytes.</param>
public sealed record IncomingMessage(string MessageId, ReadOnlyMemory<byte> Body);
