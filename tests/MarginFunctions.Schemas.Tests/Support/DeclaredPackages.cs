using System.Text.Json;
using System.Xml.Linq;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The packages that this repository asks for by name.</summary>
internal static class DeclaredPackages
{
    private const string NuGetFile = "Directory.Packages.props";

    private static readonly string[] NpmSections = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

    /// <summary>All packages of <c>Directory.Packages.props</c>.</summary>
    public static IReadOnlyList<PackageVersion> NuGet { get; } =
        [.. from line in XDocument.Load(Path.Combine(Repository.Root, NuGetFile)).Descendants("PackageVersion")
            select new PackageVersion(line.Attribute("Include")!.Value, line.Attribute("Version")!.Value, NuGetFile)];

    /// <summary>The folders of the test projects that install packages with npm, from the top of the source tree.</summary>
    public static IReadOnlyList<string> NpmFolders { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"))
            .Where(folder => File.Exists(Path.Combine(folder, "package.json")))
            .Select(folder => $"tests/{Path.GetFileName(folder)}")
            .Order(StringComparer.Ordinal)];

    /// <summary>All packages of the <c>package.json</c> files.</summary>
    public static IReadOnlyList<PackageVersion> Npm { get; } = [.. NpmFolders.SelectMany(folder => ReadNpm($"{folder}/package.json"))];

    private static IEnumerable<PackageVersion> ReadNpm(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));
        foreach (var section in NpmSections)
        {
            foreach (var package in document.RootElement.TryGetProperty(section, out var packages) ? packages.EnumerateObject().ToList() : [])
            {
                yield return new PackageVersion(package.Name, package.Value.GetString()!, file);
            }
        }
    }
}
