using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>Judges by the schema of AsyncAPI 3.0.0, or by a schema taken from such a document.</summary>
internal static class AsyncApiValidator
{
    /// <summary>Validates documents, all in one run of Node.js.</summary>
    /// <param name="documents">Each with its schema; null for the schema of AsyncAPI itself.</param>
    /// <returns>For each document, in order, null when it is valid and else the first complaint.</returns>
    public static async Task<IReadOnlyList<string?>> ValidateAsync(IEnumerable<(JsonNode? Schema, JsonNode? Document)> documents)
    {
        var input = new JsonArray([.. documents.Select(d => new JsonObject { ["schema"] = d.Schema?.DeepClone(), ["json"] = d.Document?.ToJsonString() ?? "null" })]);
        return JsonSerializer.Deserialize<string?[]>(await Repository.Node.RunAsync("asyncapi.cjs", input.ToJsonString()))!;
    }
}
