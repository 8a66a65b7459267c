namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A row of the table of messages.</summary>
internal readonly record struct MessageRow(
    long Id, string MessageId, string? SessionId, string? Subject, string? BrokerId, long Enqueued, int Deliveries, string? Reason, string? Description, byte[] Body);
