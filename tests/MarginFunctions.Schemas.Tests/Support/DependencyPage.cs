namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>Reads and judges the tables of <c>docs/dependencies.md</c>: below a heading <c>## `file`</c>, one row for each package that the file declares.</summary>
internal static class DependencyPage
{
    public const string Name = "docs/dependencies.md";

    private const string Heading = "## `";
    private const string Header = "| package | version | licence | ships in | used for |";

    /// <summary>The rows of the page. A table whose header is another one is none of ours.</summary>
    public static IReadOnlyList<DependencyRow> Read(string text)
    {
        var rows = new List<DependencyRow>();
        string? file = null;
        var isOurs = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                file = line.StartsWith(Heading, StringComparison.Ordinal) ? line[Heading.Length..].TrimEnd('`', ' ') : null;
            }

            isOurs = line.StartsWith('|') && (isOurs || line == Header);
            if (isOurs && line != Header && !line.StartsWith("|-", StringComparison.Ordinal))
            {
                var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
                rows.Add(new DependencyRow(
                    new PackageVersion(cells[0], cells[1], file ?? throw new InvalidDataException($"{Name}: the row of {cells[0]} stands below no heading that names a file.")),
                    cells[2],
                    cells[3]));
            }
        }

        return rows;
    }

    /// <summary>What the page and the declaring files do not say alike; each line names the package and both places.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyList<PackageVersion> listed, IReadOnlyList<PackageVersion> declared)
    {
        var here = listed.ToLookup(p => (p.Name, p.File));
        var there = declared.ToLookup(p => (p.Name, p.File));
        return
        [
            .. declared.Where(p => !here.Contains((p.Name, p.File))).Select(p => $"{p.Name} {p.Version} of {p.File} has no row in {Name}"),
            .. listed.Where(p => !there.Contains((p.Name, p.File))).Select(p => $"{Name} lists {p.Name} {p.Version}, which {p.File} does not have"),
            .. from p in declared
               from row in here[(p.Name, p.File)]
               where row.Version != p.Version
               select $"{p.Name} is {p.Version} in {p.File} and {row.Version} in {Name}",
            .. here.Where(rows => rows.Count() > 1).Select(rows => $"{Name} lists {rows.Key.Name} of {rows.Key.File} {rows.Count()} times"),
        ];
    }
}
