namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The documents of <c>docs/schemas/examples</c>.</summary>
internal static class Examples
{
    /// <summary>The schemas of what the engine reads.</summary>
    public static IReadOnlyList<string> Inbound { get; } = ["position-update", "liquidation-fill", "price-update", "parameters", "calc"];

    public static IReadOnlyList<SchemaDocument> Valid { get; } = Load("");

    public static IReadOnlyList<SchemaDocument> Invalid { get; } = Load("invalid");

    private static List<SchemaDocument> Load(string folder) =>
    [
        .. from schema in SchemaValidator.Names
           let path = Path.Combine(Repository.Schemas, "examples", schema, folder)
           where Directory.Exists(path)
           from file in Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)
           select new SchemaDocument(schema, Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file)),
    ];
}
