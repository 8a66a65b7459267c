using System.Reflection;
using MarginFunctions.Node;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The folders of the source tree.</summary>
internal static class Repository
{
    public static string TestFolder { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(TestFolder)).Value!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(TestFolder, "..", ".."));

    public static string Schemas { get; } = Path.Combine(Root, "docs", "schemas");

    /// <summary>This project's npm packages.</summary>
    public static NodePackage Node { get; } = new(TestFolder);

    /// <summary>The README and every page of the documentation.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        [Path.Combine(Root, "README.md"), .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal)];

    public static string ReadPage(string name) => File.ReadAllText(Path.Combine(Root, "docs", name));
}
