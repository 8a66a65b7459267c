using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>A document such as <c>docs/asyncapi.yaml</c>, with its references followed.</summary>
internal sealed class AsyncApiDocument
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs");

    private AsyncApiDocument(JsonObject root) => Root = root;

    /// <summary>The text of <c>docs/asyncapi.yaml</c>.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(Folder, "asyncapi.yaml"));

    /// <summary>The whole document, references as they stand there.</summary>
    public JsonObject Root { get; }

    public JsonObject Channels => Root["channels"]!.AsObject();

    public JsonObject Operations => Root["operations"]!.AsObject();

    public static AsyncApiDocument Parse(string yaml) => new(YamlJson.Parse(yaml)!.AsObject());

    /// <summary>Every reference of the document, with where it stands.</summary>
    public IEnumerable<(string Path, string Reference)> References() => ReferencesOf("", Root);

    /// <summary>What a reference leads to; null when it leads nowhere.</summary>
    public JsonNode? Find(string reference)
    {
        var parts = reference.Split('#', 2);
        var node = parts[0].Length == 0 ? Root : ReadFile(parts[0]);
        return parts.Length == 1 ? node : parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(node, Child);
    }

    /// <summary>The node itself, or what it refers to.</summary>
    public JsonNode? Follow(JsonNode? node)
    {
        for (var steps = 0; ReferenceOf(node) is { } reference; steps++)
        {
            node = steps < 10 ? Find(reference) : throw new InvalidOperationException($"{reference} refers to itself.");
        }

        return node;
    }

    /// <summary>The node with everything that it refers to in its place.</summary>
    public JsonNode? Inline(JsonNode? node) => Follow(node) switch
    {
        JsonObject item => new JsonObject(item.Select(p => KeyValuePair.Create(p.Key, Inline(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Inline)]),
        var value => value?.DeepClone(),
    };

    /// <summary>The reference that a node is; null when it is none.</summary>
    public static string? ReferenceOf(JsonNode? node) => node is JsonObject item && item["$ref"] is JsonValue reference ? reference.GetValue<string>() : null;

    private static IEnumerable<(string Path, string Reference)> ReferencesOf(string path, JsonNode? node)
    {
        if (ReferenceOf(node) is { } reference)
        {
            yield return (path, reference);
        }

        var children = node switch
        {
            JsonObject item => item.Select(p => (p.Key, p.Value)),
            JsonArray list => list.Select((value, index) => ($"{index}", value)),
            _ => [],
        };
        foreach (var inner in children.SelectMany(child => ReferencesOf($"{path}/{child.Item1}", child.Item2)))
        {
            yield return inner;
        }
    }

    private static JsonNode? ReadFile(string name)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)));
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Child(JsonNode? node, string name) => node switch
    {
        JsonObject item => item[name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)],
        JsonArray list when int.TryParse(name, out var index) && index < list.Count => list[index],
        _ => null,
    };
}
