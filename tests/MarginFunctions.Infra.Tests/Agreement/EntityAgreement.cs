using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>Compares what a file says of queues and topics with <see cref="Entities.Definitions"/>.</summary>
internal static class EntityAgreement
{
    public const string DefinitionFile = "src/MarginFunctions.Engine/Ports/Entities.cs";

    /// <summary>What the code says.</summary>
    public static EntitySource Definitions(IReadOnlyList<EntityDefinition> definitions) => new(DefinitionFile, [.. definitions.SelectMany(Describe)], EntityProperty.OfQueues);

    /// <summary>Every disagreement. Each names both places and what each says.</summary>
    public static IEnumerable<string> Compare(EntitySource definitions, EntitySource source)
    {
        var expected = definitions.Statements.ToLookup(s => s.Path);
        foreach (var statement in source.Statements)
        {
            if (!expected.Contains(statement.Path))
            {
                yield return $"{statement.Place} names '{statement.Path}'; {definitions.File} has none of that name";
            }
            else if (statement.Value is not null && expected[statement.Path].FirstOrDefault(s => s.Property == statement.Property) is { } agreed && agreed.Value != statement.Value)
            {
                yield return $"{statement.Place} says that {statement.Property} of '{statement.Path}' is {statement.Value}; {definitions.File} says {agreed.Value}";
            }
        }

        foreach (var agreed in definitions.Statements.Where(s => source.MustSay.Contains(s.Property)))
        {
            var said = source.Statements.Where(s => s.Path == agreed.Path).ToList();
            if (said.Count == 0 && agreed.Property == EntityProperty.Kind)
            {
                yield return $"{definitions.File} has the {agreed.Value} '{agreed.Path}'; {source.File} does not";
            }
            else if (said.Count > 0 && said.All(s => s.Property != agreed.Property))
            {
                yield return $"{definitions.File} says that {agreed.Property} of '{agreed.Path}' is {agreed.Value}; {source.File} does not say it";
            }
        }
    }

    private static IEnumerable<Statement> Describe(EntityDefinition definition)
    {
        var own = definition.IsTopic ? EntityProperty.OfTopics : EntityProperty.OfQueues;
        foreach (var property in own)
        {
            yield return Say(definition.Name, property, definition.IsTopic ? "topic" : "queue");
        }

        foreach (var subscription in definition.Subscriptions)
        {
            foreach (var property in EntityProperty.OfSubscriptions)
            {
                yield return Say(EntityDefinition.SubscriptionPath(definition.Name, subscription), property, "subscription");
            }
        }

        Statement Say(string path, string property, string kind) => new(DefinitionFile, path, property, EntityProperty.Normalise(property, property switch
        {
            EntityProperty.Kind => kind,
            EntityProperty.RequiresSession => definition.RequiresSession,
            EntityProperty.LockDuration => definition.LockDuration,
            EntityProperty.MaxDeliveryCount => definition.MaxDeliveryCount,
            EntityProperty.RequiresDuplicateDetection => true,
            EntityProperty.DuplicateWindow => definition.DuplicateWindow,
            EntityProperty.TimeToLive => definition.TimeToLive,
            EntityProperty.DeadLettersOnExpiration => true,
            EntityProperty.Partitioning => false,
            _ => throw new InvalidOperationException(property),
        }));
    }
}
