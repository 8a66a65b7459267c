using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>A bus in memory that keeps what arrives: an id that an entity has seen before is dropped, and limits are the real ones.</summary>
internal sealed class InMemoryBus(PortSteps steps) : IMessageSender
{
    private readonly HashSet<(string Entity, string Id)> seen = [];
    private readonly Dictionary<string, List<OutgoingMessage>> arrived = [];

    /// <summary>Messages dropped as duplicates.</summary>
    public int Dropped { get; private set; }

    public async Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            Check(message);
        }

        await steps.Enter($"bus.Send {messages.Count}").ConfigureAwait(false);
        foreach (var message in messages)
        {
            Take(message);
            await steps.Between("bus.Send").ConfigureAwait(false);
        }
    }

    /// <summary>What has arrived at an entity since it was last emptied, in order.</summary>
    public List<OutgoingMessage> At(string entity)
    {
        if (!arrived.TryGetValue(entity, out var messages))
        {
            arrived.Add(entity, messages = []);
        }

        return messages;
    }

    private static void Check(OutgoingMessage message)
    {
        if (message.Body.Length > MessageLimits.BodyBytes)
        {
            throw new ArgumentException($"Message {message.MessageId} has {message.Body.Length} bytes; {MessageLimits.BodyBytes} is the most.");
        }

        if (message.MessageId.Length is 0 or > MessageLimits.MessageIdLength)
        {
            throw new ArgumentException($"Message id {message.MessageId} is not 1 to {MessageLimits.MessageIdLength} characters.");
        }

        if (Entities.WithSessions.Contains(message.Entity) != message.SessionId is not null)
        {
            throw new ArgumentException($"Message {message.MessageId} to {message.Entity} has session {message.SessionId ?? "none"}.");
        }
    }

    private void Take(OutgoingMessage message)
    {
        if (seen.Add((message.Entity, message.MessageId)))
        {
            At(message.Entity).Add(message);
        }
        else
        {
            Dropped++;
        }
    }
}
