using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>What packages say of their own licence, as far as they are on this machine.</summary>
internal static class PackageLicences
{
    private static readonly string NuGetFolder = typeof(PackageLicences).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "PackageFolder").Value!;

    /// <summary>The SPDX id; null when the package is not here.</summary>
    public static string? Find(PackageVersion package) => package.File.EndsWith("package.json", StringComparison.Ordinal) ? FindNpm(package) : FindNuGet(package);

    private static string? FindNuGet(PackageVersion package)
    {
        var name = package.Name.ToLowerInvariant();
        var file = Path.Combine(NuGetFolder, name, package.Version, $"{name}.nuspec");
        if (!File.Exists(file))
        {
            return null;
        }

        var licence = XDocument.Load(file).Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") switch
        {
            "expression" => licence!.Value,
            "file" => OfText(Path.Combine(Path.GetDirectoryName(file)!, licence!.Value)),
            _ => "none stated",
        };
    }

    /// <summary>The SPDX id of a licence that a package has as a text.</summary>
    private static string OfText(string file) => File.ReadLines(file).First().Trim() switch
    {
        "MIT License" or "The MIT License (MIT)" => "MIT",
        var title => title,
    };

    private static string? FindNpm(PackageVersion package)
    {
        var file = Path.Combine(Repository.Root, Path.GetDirectoryName(package.File)!, "node_modules", package.Name, "package.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.GetProperty("version").GetString() == package.Version ? document.RootElement.GetProperty("license").GetString() : null;
    }
}
