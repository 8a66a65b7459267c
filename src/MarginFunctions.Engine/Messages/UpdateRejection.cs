using MarginFunctions.Engine.Json;

namespace MarginFunctions.Engine.Messages;

/// <summary>To brokers: a message that was refused. Nothing of it was applied.</summary>
/// <param name="MessageId">The sender's message id.</param>
/// <param name="Entity">The queue it was sent to.</param>
/// <param name="AccountId">The account it named; null when none could be read.</param>
/// <param name="RejectedAt">When.</param>
/// <param name="Problems">Field, value and reason of each thing that is wrong; at least one.</param>
public sealed record UpdateRejection(string MessageId, string Entity, string? AccountId, DateTimeOffset RejectedAt, IReadOnlyList<Problem> Problems);
