using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>Where messages sent to an entity go.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Sent">What it has taken lately.</param>
/// <param name="Targets">The queue itself, or the topic's subscriptions, each of which gets a copy.</param>
internal sealed record EntityRoute(EntityDefinition Entity, DuplicateWindow Sent, IReadOnlyList<QueueState> Targets);
