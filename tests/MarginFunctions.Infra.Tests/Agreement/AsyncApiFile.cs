using System.Text.RegularExpressions;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The AsyncAPI document.</summary>
internal static partial class AsyncApiFile
{
    public const string File = "docs/asyncapi.yaml";

    public static EntitySource Read(string text) => new(File, [.. Statements(Yaml.Parse(text))], EntityProperty.OfQueues);

    /// <summary>What brokers of a shared deployment use instead of a channel's own address: sendTo or receiveFrom, the address, the path, and the line that says so.</summary>
    public static IEnumerable<(string Way, string Address, string Path, string Place)> SharedPaths(string text) =>
        from channel in Yaml.Parse(text).At("channels").Entries()
        from way in channel.Value.At("x-shared-deployment").Entries()
        select (way.Name, channel.Value.At("address").Text() ?? "", way.Value.Text() ?? "", Yaml.Place(File, way.Value));

    private static IEnumerable<Statement> Statements(YamlNode root) => root.At("channels").Entries().SelectMany(channel => Channel(channel.Value))
        .Concat(root.At("operations").Entries().SelectMany(operation => Operation(root, operation.Value)))
        .Concat(root.At("components", "schemas", "shardWork", "properties", "updates", "items", "properties", "entity", "enum").Items().Select(n => Statement.Names(Yaml.Place(File, n), n.Text() ?? "")))
        .Concat(InProse(root));

    private static IEnumerable<Statement> Channel(YamlNode channel)
    {
        var name = channel.At("address").Text() ?? "";
        var bus = channel.At("x-service-bus");
        var subscriptions = bus.At("subscriptions").Items().ToList();
        var kind = bus.At("kind") ?? channel;
        yield return new Statement(Yaml.Place(File, channel.At("address") ?? channel), name, EntityProperty.Kind, kind.Text());
        foreach (var (property, value) in bus.Entries().Where(e => EntityProperty.OfQueues.Contains(e.Name) && e.Name != EntityProperty.Kind))
        {
            // A channel tells of a topic and its subscriptions at once.
            var paths = subscriptions.Count == 0 ? [name]
                : subscriptions.Where(_ => EntityProperty.OfSubscriptions.Contains(property)).Select(s => SubscriptionPath(name, s))
                    .Concat(EntityProperty.OfTopics.Contains(property) ? [name] : []);
            foreach (var path in paths)
            {
                yield return new Statement(Yaml.Place(File, value), path, property, EntityProperty.Normalise(property, value.Text()));
            }
        }

        if (channel.At("x-shared-deployment", "receiveFrom") is { } shared)
        {
            yield return Statement.Names(Yaml.Place(File, shared), (shared.Text() ?? "").Split('/')[0]);
        }

        foreach (var subscription in subscriptions)
        {
            yield return new Statement(Yaml.Place(File, subscription), SubscriptionPath(name, subscription), EntityProperty.Kind, "subscription");
            yield return Statement.Names(Yaml.Place(File, subscription), subscription.At("address").Text() ?? "");
        }
    }

    private static string SubscriptionPath(string topic, YamlNode subscription) => EntityDefinition.SubscriptionPath(topic, subscription.At("name").Text() ?? "");

    // What is requested over HTTP is what the operation's channel is about.
    private static IEnumerable<Statement> Operation(YamlNode root, YamlNode operation) =>
        from request in new[] { operation.At("x-local-http") }.OfType<YamlNode>()
        let path = HttpPath().Match(request.Text() ?? "").Groups["path"].Value
        let address = root.At("channels", (operation.At("channel", "$ref").Text() ?? "").Split('/')[^1], "address").Text()
        select Statement.Names(Yaml.Place(File, request), path.Split('/')[0] == address ? path : $"{path} for {address}");

    // Names in running text stand in backticks. Those with a hyphen and without braces are queues, topics or extensions of AsyncAPI.
    private static IEnumerable<Statement> InProse(YamlNode root) =>
        from scalar in root.Scalars()
        from Match name in Quoted().Matches(scalar.Value ?? "")
        where !name.Groups["name"].Value.StartsWith("x-", StringComparison.Ordinal)
        select Statement.Names(Yaml.Place(File, scalar), name.Groups["name"].Value);

    [GeneratedRegex("^[A-Z]+ /(?<path>.+?)/messages(/head)?$")]
    private static partial Regex HttpPath();

    [GeneratedRegex("`(?<name>[a-z]+(-[a-z]+)+)`")]
    private static partial Regex Quoted();
}
