using System.Text.RegularExpressions;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Files that break a rule, and say where: a comment <c>// finding: …</c> stands on each line that the rule must name, with the words it must use.</summary>
internal static partial class Fixture
{
    private static readonly string Folder = Path.GetRelativePath(Repository.Root, Path.Combine(Repository.TestFolder, "Fixtures")).Replace('\\', '/');

    private static readonly Lazy<Task<IReadOnlyDictionary<string, Templates>>> Fixtures = new(ReadAllAsync);

    public static async Task<Templates> ReadAsync(string name) => (await Fixtures.Value).GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"{Folder} has no folder '{name}'.");

    /// <summary>What the files say that their rule must find.</summary>
    public static IEnumerable<Finding> Expected(Templates fixture) =>
        from file in fixture.Files.Keys
        from line in Repository.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        from Match marker in Marker().Matches(line.Text)
        select new Finding(file, line.Number, marker.Groups["message"].Value);

    // All in one run of Node.js.
    private static async Task<IReadOnlyDictionary<string, Templates>> ReadAllAsync()
    {
        var all = await Templates.ReadAsync(Repository.Files(Folder, "*.bicep").ToDictionary(file => file, Repository.Read));
        return all.Files.GroupBy(f => f.Key[(Folder.Length + 1)..].Split('/')[0]).ToDictionary(g => g.Key, g => new Templates(g.ToDictionary(StringComparer.Ordinal)));
    }

    [GeneratedRegex(@"// finding: (?<message>.+?)(?=\r?$| // finding: )")]
    private static partial Regex Marker();
}
