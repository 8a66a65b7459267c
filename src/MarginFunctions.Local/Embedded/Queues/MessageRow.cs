namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A row of the table of messages.</summary>
/// <param name="Id">Its queue's number and its sequence number.</param>
/// <param name="MessageId">The sender's.</param>
/// <param name="SessionId">Its session; null in queues without.</param>
/// <param name="Subject">Its type; null where the sender gave none.</param>
/// <param name="BrokerId">The broker it came from or is for; null for none.</param>
/// <param name="Enqueued">When it became visible, unix ms.</param>
/// <param name="Deliveries">How many were begun.</param>
/// <param name="Failures">How many of them its receivers ended without completing it; the others were ended by the death of the process.</param>
/// <param name="Reason">Why it was given up; null while it is not.</param>
/// <param name="Description">The same in words.</param>
/// <param name="Body">What it says.</param>
internal readonly record struct MessageRow(
    long Id,
    string MessageId,
    string? SessionId,
    string? Subject,
    string? BrokerId,
    long Enqueued,
    int Deliveries,
    int Failures,
    string? Reason,
    string? Description,
    byte[] Body);
