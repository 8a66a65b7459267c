using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A message in a queue.</summary>
public class QueuedMessage
{
    private protected QueuedMessage(string path, in MessageRow row)
    {
        Path = path;
        Id = row.Id;
        MessageId = row.MessageId;
        SessionId = row.SessionId;
        Subject = row.Subject;
        BrokerId = row.BrokerId;
        Body = row.Body;
        DeliveryCount = row.Deliveries;
        EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Enqueued);
        DeadLetterReason = row.Reason;
        DeadLetterDescription = row.Description;
    }

    /// <summary>The queue, subscription or dead-letter queue that it is in.</summary>
    public string Path { get; }

    /// <summary>The sender's id.</summary>
    public string MessageId { get; }

    /// <summary>The session; null where entities have none.</summary>
    public string? SessionId { get; }

    /// <summary>The message's type, when its entity carries several.</summary>
    public string? Subject { get; }

    /// <summary>The broker that sent it or that it is for; null in deployments of one broker.</summary>
    public string? BrokerId { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>How often it has been delivered, this delivery included.</summary>
    public int DeliveryCount { get; }

    /// <summary>When it was sent, or became visible if it was scheduled.</summary>
    public DateTimeOffset EnqueuedAt { get; }

    /// <summary>Rises in the order of arrival; never used twice in a queue.</summary>
    public long SequenceNumber => Id & QueueState.SequenceMask;

    /// <summary>Why it is a dead letter, as a name; null when it is none.</summary>
    public string? DeadLetterReason { get; }

    /// <summary>Why it is a dead letter, in words; null when no one said.</summary>
    public string? DeadLetterDescription { get; }

    /// <summary>The row's key.</summary>
    internal long Id { get; }

    /// <summary>What the engine's handlers take.</summary>
    public IncomingMessage ToIncoming() => new(MessageId, Body, BrokerId);

    internal static QueuedMessage Of(string path, in MessageRow row) => new(path, row);
}
