using System.Text.Json;

namespace MarginFunctions.Engine.State;

/// <summary>The body of an outbox row: a message that the commit decided on and that is still to be sent.</summary>
/// <param name="Entity">The queue or topic.</param>
/// <param name="AccountId">The account it is about.</param>
/// <param name="StagedAt">When it was decided on.</param>
/// <param name="SessionId">The session; null for entities without.</param>
/// <param name="Subject">The message's type; null when the entity carries one only.</param>
/// <param name="Body">The message.</param>
public sealed record OutboxRecord(string Entity, string AccountId, DateTimeOffset StagedAt, string? SessionId, string? Subject, JsonElement Body);
