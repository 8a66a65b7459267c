using System.Reflection;

namespace MarginFunctions.Infra.Tests.Support;

/// <summary>The source tree. Files go by their names from its top, with forward slashes: these names are what messages say.</summary>
internal static class Repository
{
    public static string TestFolder { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(TestFolder)).Value!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(TestFolder, "..", ".."));

    public static string FullPath(string file) => Path.Combine(Root, file);

    public static bool Has(string path) => File.Exists(FullPath(path)) || Directory.Exists(FullPath(path));

    public static string Read(string file) => File.ReadAllText(FullPath(file));

    /// <summary>The files of a folder and all below it.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) => Directory.Exists(FullPath(folder))
        ? [.. Directory.EnumerateFiles(FullPath(folder), pattern, SearchOption.AllDirectories).Select(NameOf).Order(StringComparer.Ordinal)]
        : [];

    private static string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
