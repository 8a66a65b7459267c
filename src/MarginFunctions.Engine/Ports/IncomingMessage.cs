namespace MarginFunctions.Engine.Ports;

/// <summary>A message as received.</summary>
/// <param name="MessageId">The sender's id.</param>
/// <param name="Body">Untrusted bytes.</param>
/// <param name="BrokerId">The broker that sent it, by the authorised property <see cref="Messages.BrokerIds.PropertyName"/>; null when it came straight to the queue.</param>
public sealed record IncomingMessage(string MessageId, ReadOnlyMemory<byte> Body, string? BrokerId = null);
