namespace MarginFunctions.Engine.Ports;

/// <summary>A message to be sent.</summary>
/// <param name="Entity">The queue or topic, one of <see cref="Entities"/>.</param>
/// <param name="MessageId">Deterministic, at most <see cref="MessageLimits.MessageIdLength"/> characters: sending the same thing twice sends it once.</param>
/// <param name="SessionId">Required by entities with sessions; null elsewhere.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Subject">The message's type, for filters; null when the entity carries one type only.</param>
/// <param name="ScheduledFor">When the message becomes visible; null for at once.</param>
/// <param name="BrokerId">The broker it is for, as the property <see cref="Messages.BrokerIds.PropertyName"/>; null in deployments of one broker.</param>
public sealed record OutgoingMessage(
    string Entity, string MessageId, string? SessionId, ReadOnlyMemory<byte> Body, string? Subject = null, DateTimeOffset? ScheduledFor = null, string? BrokerId = null);
