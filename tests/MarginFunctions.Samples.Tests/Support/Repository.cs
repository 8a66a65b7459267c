using System.Reflection;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>The folders of the source tree.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "TestFolder").Value!, "..", ".."));

    public static string Samples { get; } = Path.Combine(Root, "docs", "samples");
}
