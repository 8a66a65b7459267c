namespace MarginFunctions.Engine.Ports;

/// <summary>Sends messages with at-least-once delivery; the receiver's entity drops an id that it has seen lately.</summary>
public interface IMessageSender
{
    /// <summary>Sends all messages. When it throws, any part of them may have been sent; sending all again is safe.</summary>
    /// <exception cref="ArgumentException">A message is larger than the bus takes, or lacks the session id its entity requires; nothing of it was sent.</exception>
    Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);
}
