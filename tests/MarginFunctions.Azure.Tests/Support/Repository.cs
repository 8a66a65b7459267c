using System.Reflection;

namespace MarginFunctions.Azure.Tests.Support;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Folder => Metadata("RepositoryFolder");

    public static bool UsesStandIns => Metadata("StandIns").Length > 0;

    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value ?? "";
}
