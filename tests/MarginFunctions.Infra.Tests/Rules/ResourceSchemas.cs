using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>resource-schemas.json: the property names that each type has in its version. In a schema null is anything, and the name <c>*</c> is any name.</summary>
internal static class ResourceSchemas
{
    public const string File = "tests/MarginFunctions.Infra.Tests/resource-schemas.json";

    private static readonly JsonObject Types = JsonNode.Parse(Repository.Read(File), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Disallow })!.AsObject();

    /// <summary>The types and versions that are known.</summary>
    public static IEnumerable<string> Names => Types.Select(t => t.Key).Where(name => !name.StartsWith('$'));

    /// <summary>The properties of a type and version; null when it is not known.</summary>
    public static JsonObject? Find(string type) => Types[type]?["properties"]?.AsObject();

    /// <summary>Why a preview is used: because there is nothing else. Null for what must not be one.</summary>
    public static string? ReasonForPreview(string type) => (string?)Types[type]?["preview"];
}
