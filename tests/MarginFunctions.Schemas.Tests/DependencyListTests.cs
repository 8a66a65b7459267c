using System.Text.RegularExpressions;
using System.Xml.Linq;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary><c>docs/dependencies.md</c> lists the packages that are used, at their versions and under their licences, and no others.</summary>
public sealed partial class DependencyListTests
{
    private static readonly PackageVersion Moq = new("Moq", "1.0.0", "Directory.Packages.props");
    private static readonly PackageVersion Ajv = new("ajv", "2.0.0", "tests/A/package.json");

    private static readonly IReadOnlyList<PackageVersion> Declared = [.. DeclaredPackages.NuGet, .. DeclaredPackages.Npm];
    private static readonly IReadOnlyList<DependencyRow> Rows = DependencyPage.Read(Repository.ReadPage("dependencies.md"));

    [Fact]
    public void The_page_lists_every_package_at_its_version_and_no_other()
    {
        Assert.NotEmpty(DeclaredPackages.NuGet);
        Assert.NotEmpty(DeclaredPackages.Npm);
        Assert.Empty(DependencyPage.Differences([.. Rows.Select(r => r.Package)], Declared));
    }

    [Fact]
    public void Every_version_is_exact()
    {
        Assert.Empty(Declared.Where(p => !ExactVersion().IsMatch(p.Version)).Select(p => $"{p.Name} {p.Version} in {p.File}"));
    }

    /// <summary>Packages that are not on this machine are not judged, but the ones that run this test are.</summary>
    [Fact]
    public void Licences_are_what_the_packages_say()
    {
        var judged = Rows.Select(row => (Row: row, Licence: PackageLicences.Find(row.Package))).Where(r => r.Licence is not null).ToList();

        Assert.Contains(judged, r => r.Row.Package.Name == "xunit");
        Assert.Empty(judged.Where(r => r.Row.Licence != r.Licence).Select(r => $"{r.Row.Package.Name} says {r.Licence}, {DependencyPage.Name} says {r.Row.Licence}"));
    }

    [Theory]
    [InlineData("MarginFunctions", "app")]
    [InlineData("MarginFunctions.Local", "local host")]
    [InlineData("MarginFunctions.Engine", "app, local host")]
    [InlineData("MarginFunctions.Risk", "app, local host")]
    public void What_a_product_references_is_said_to_ship(string project, string shipsIn)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value).ToHashSet();

        Assert.Empty(
            from row in Rows
            where references.Contains(row.Package.Name)
            from place in shipsIn.Split(", ")
            where !row.ShipsIn.Split(", ").Contains(place)
            select $"{row.Package.Name} is referenced by src/{project}, and {DependencyPage.Name} says that it ships in: {row.ShipsIn}");
    }

    [Fact]
    public void Two_lists_that_agree_have_no_differences()
    {
        Assert.Empty(DependencyPage.Differences([Ajv, Moq], [Moq, Ajv]));
    }

    [Fact]
    public void A_missing_row_is_found()
    {
        Assert.Equal(["Moq 1.0.0 of Directory.Packages.props has no row in docs/dependencies.md"], DependencyPage.Differences([Ajv], [Moq, Ajv]));
    }

    [Fact]
    public void A_row_too_many_is_found()
    {
        Assert.Equal(["docs/dependencies.md lists ajv 2.0.0, which tests/A/package.json does not have"], DependencyPage.Differences([Moq, Ajv], [Moq]));
    }

    [Fact]
    public void A_wrong_version_is_found()
    {
        Assert.Equal(["Moq is 1.0.0 in Directory.Packages.props and 1.0.1 in docs/dependencies.md"], DependencyPage.Differences([Moq with { Version = "1.0.1" }, Ajv], [Moq, Ajv]));
    }

    [Fact]
    public void A_row_given_twice_is_found()
    {
        Assert.Equal(["docs/dependencies.md lists Moq of Directory.Packages.props 2 times"], DependencyPage.Differences([Moq, Moq], [Moq]));
    }

    [Fact]
    public void The_same_package_of_another_file_is_another_row()
    {
        Assert.Equal(["ajv 2.0.0 of tests/B/package.json has no row in docs/dependencies.md"], DependencyPage.Differences([Ajv], [Ajv, Ajv with { File = "tests/B/package.json" }]));
    }

    [Fact]
    public void Each_row_of_the_real_page_counts()
    {
        Assert.All(Rows, row =>
        {
            var others = Rows.Where(r => r != row).Select(r => r.Package).ToList();

            Assert.Contains($"{row.Package.Name} {row.Package.Version} of {row.Package.File} has no row in docs/dependencies.md", DependencyPage.Differences(others, Declared));
        });
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
