using System.Text.Json.Nodes;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>Documents that differ from a good one in one place.</summary>
internal static class Mutations
{
    /// <summary>What is put in the place of every value, as JSON.</summary>
    private static readonly string[] Probes =
    [
        "null", "true", "false", "[]", "{}", "[1]", "{\"a\":1}", "\"\"", "\" \"", "\"x\"", "\"cross\"", "\"isolated\"", "\"future\"", "\"perpetual\"", "\"linear\"", "\"inverse\"",
        "\"USDT\"", "\"BTC\"", "\"A/1\"", "\"ä\"", $"\"{new string('A', 64)}\"", $"\"{new string('A', 65)}\"",
        "0", "1", "-1", "0.5", "1.5", "-0.5", "-0", "2", "3", "64", "1024", "2048", "100000", "100001", "1e3", "1e10", "10000000001", "1e11", "100000000001", "-100000000001", "1e30",
        "9007199254740993", "9223372036854775807", "\"0\"", "\"1\"", "\"-1\"", "\"0.0\"", "\"-0\"", "\"+5\"", "\".5\"", "\"5.\"", "\".\"", "\"-\"", "\"1e3\"", "\"-1E-2\"", "\"0e5\"", "\"1e\"", "\"e5\"",
        "\" 1\"", "\"1 \"", "\"1,000\"", "\"0x1\"", "\"Infinity\"", "\"NaN\"", "\"\\u0661\"", "\"100000000001\"", "\"10000000001\"", "\"101\"",
        "\"12345678901234567890123456789012345678901\"", "\"0.0000000000000000000000000001\"",
        "\"2026-05-19T13:00:00Z\"", "\"2026-05-19T13:00:00\"", "\"2026-05-19T13:00Z\"", "\"2026-05-19T13:00+02:00\"", "\"2026-05-19 13:00:00Z\"", "\"2026-05-19T13:00:00z\"",
        "\"2026-05-19T13:00:00+02:00\"", "\"2026-05-19T13:00:00-14:00\"", "\"2026-05-19T13:00:00+15:00\"", "\"2026-05-19T13:00:00+0200\"", "\"2026-05-19T13:00:00.1234567Z\"",
        "\"2026-05-19T13:00:00.123456789Z\"", "\"2026-05-19T24:00:00Z\"", "\"2026-05-19T13:60:00Z\"", "\"2026-13-19T13:00:00Z\"", "\"2026-02-30T13:00:00Z\"",
        "\"01:00:00\"", "\"00:00:00\"", "\"-01:00:00\"", "\"25:00:00\"", "\"1.02:03:04\"", "\"00:00:00.5000000\"", "\"01:60:00\"", "\"one hour\"",
    ];

    public static IEnumerable<SchemaDocument> Of(SchemaDocument document)
    {
        var root = JsonNode.Parse(document.Json)!;
        foreach (var (path, node) in Nodes("", root).ToList())
        {
            foreach (var probe in Probes)
            {
                yield return With(document, path, probe);
            }

            if (path.Length > 0 && node?.Parent is JsonObject)
            {
                yield return Without(document, path);
            }

            if (node is JsonObject or JsonArray)
            {
                yield return With(document, path, Grown(node).ToJsonString());
            }
        }
    }

    /// <summary>One field more, or the first item twice.</summary>
    private static JsonNode Grown(JsonNode node)
    {
        var copy = node.DeepClone();
        switch (copy)
        {
            case JsonObject item:
                item["surplus"] = 1;
                break;
            case JsonArray { Count: > 0 } list:
                list.Add(list[0]!.DeepClone());
                break;
        }

        return copy;
    }

    private static IEnumerable<(string Path, JsonNode? Node)> Nodes(string path, JsonNode? node)
    {
        yield return (path, node);
        var children = node switch
        {
            JsonObject item => item.Select(p => (p.Key, p.Value)),
            JsonArray list => list.Select((value, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), value)),
            _ => [],
        };
        foreach (var (name, child) in children)
        {
            foreach (var inner in Nodes($"{path}/{name}", child))
            {
                yield return inner;
            }
        }
    }

    private static SchemaDocument With(SchemaDocument document, string path, string value)
    {
        if (path.Length == 0)
        {
            return document with { Name = $"{document.Name} as {value}", Json = value };
        }

        var root = JsonNode.Parse(document.Json)!;
        var (parent, name) = Find(root, path);
        if (parent is JsonArray list)
        {
            list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            parent[name] = JsonNode.Parse(value);
        }

        return document with { Name = $"{document.Name} with {path} = {value}", Json = root.ToJsonString() };
    }

    private static SchemaDocument Without(SchemaDocument document, string path)
    {
        var root = JsonNode.Parse(document.Json)!;
        var (parent, name) = Find(root, path);
        parent.AsObject().Remove(name);
        return document with { Name = $"{document.Name} without {path}", Json = root.ToJsonString() };
    }

    private static (JsonNode Parent, string Name) Find(JsonNode root, string path)
    {
        var names = path[1..].Split('/');
        var parent = root;
        foreach (var name in names[..^1])
        {
            parent = parent is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : parent[name]!;
        }

        return (parent, names[^1]);
    }
}
