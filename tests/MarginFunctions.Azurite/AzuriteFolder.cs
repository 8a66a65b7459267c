using System.Reflection;

namespace MarginFunctions.Azurite;

/// <summary>The folder of this project, as MSBuild saw it.</summary>
internal static class AzuriteFolder
{
    public static string Path { get; } = typeof(AzuriteFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(AzuriteFolder)).Value!;

    public static string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
