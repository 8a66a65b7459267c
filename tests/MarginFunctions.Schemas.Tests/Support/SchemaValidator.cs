using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The schemas of <c>docs/schemas</c>, judged by Ajv.</summary>
internal static class SchemaValidator
{
    /// <summary>The names of all schemas.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Repository.Schemas, "*.schema.json").Select(file => Path.GetFileName(file)[..^".schema.json".Length]).Order(StringComparer.Ordinal)];

    /// <summary>Validates documents, all in one run of Node.js.</summary>
    /// <returns>For each document, in order, null when it is valid and else the first complaint.</returns>
    public static async Task<IReadOnlyList<string?>> ValidateAsync(IReadOnlyList<SchemaDocument> documents)
    {
        var input = new JsonObject
        {
            ["schemas"] = new JsonObject(Names.Select(name => KeyValuePair.Create(name, JsonNode.Parse(File.ReadAllText(FileOf(name)))))),
            ["documents"] = new JsonArray([.. documents.Select(d => new JsonObject { ["schema"] = $"{d.Schema}.schema.json", ["json"] = d.Json })]),
        };
        var output = await Repository.Node.RunAsync("validate.cjs", input.ToJsonString());
        return JsonSerializer.Deserialize<string?[]>(output)!;
    }

    public static string FileOf(string name) => Path.Combine(Repository.Schemas, $"{name}.schema.json");
}
