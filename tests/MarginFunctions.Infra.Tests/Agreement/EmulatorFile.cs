using System.Xml;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The configuration of the Service Bus emulator.</summary>
internal static class EmulatorFile
{
    public const string File = "infra/local/Config.json";

    /// <summary>The longest times that the emulator takes. Where the definitions are longer, its file has these.</summary>
    private static readonly (string Property, TimeSpan Longest)[] Limits =
    [
        (EntityProperty.TimeToLive, TimeSpan.FromHours(1)),
        (EntityProperty.DuplicateWindow, TimeSpan.FromMinutes(5)),
    ];

    // The emulator has no partitions and no setting for them.
    private static readonly IReadOnlyList<string> MustSay = [.. EntityProperty.OfQueues.Except([EntityProperty.Partitioning])];

    public static EntitySource Read(string text) => new(File, [.. Statements(Yaml.Parse(text))], MustSay);

    /// <summary>The definitions, as far as the emulator can follow them.</summary>
    public static EntitySource Within(EntitySource definitions) => definitions with { Statements = [.. definitions.Statements.Select(Shorten)] };

    private static Statement Shorten(Statement statement) =>
        Limits.FirstOrDefault(l => l.Property == statement.Property) is { Property: not null } limit && XmlConvert.ToTimeSpan(statement.Value!) > limit.Longest
            ? statement with { Value = EntityProperty.Normalise(limit.Property, limit.Longest) }
            : statement;

    private static IEnumerable<Statement> Statements(YamlNode root) =>
        from space in root.At("UserConfig", "Namespaces").Items()
        from statement in space.At("Queues").Items().SelectMany(queue => Describe("queue", queue, Name(queue)))
            .Concat(space.At("Topics").Items().SelectMany(topic => Describe("topic", topic, Name(topic))
                .Concat(topic.At("Subscriptions").Items().SelectMany(subscription => Describe("subscription", subscription, EntityDefinition.SubscriptionPath(Name(topic), Name(subscription)))))))
        select statement;

    private static string Name(YamlNode entity) => entity.At("Name").Text() ?? "";

    private static IEnumerable<Statement> Describe(string kind, YamlNode entity, string path)
    {
        yield return new Statement(Yaml.Place(File, entity.At("Name") ?? entity), path, EntityProperty.Kind, kind);
        foreach (var (name, value) in entity.At("Properties").Entries())
        {
            var property = char.ToLowerInvariant(name[0]) + name[1..];
            yield return new Statement(Yaml.Place(File, value), path, property, EntityProperty.Normalise(property, value.Text()));
        }
    }
}
