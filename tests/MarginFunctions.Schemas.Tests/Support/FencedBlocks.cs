using System.Text.RegularExpressions;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The JSON of the documentation: blocks fenced as <c>```json schema-name</c>, with <c>invalid</c> after it when the schema must refuse them.</summary>
internal static partial class FencedBlocks
{
    public static IReadOnlyList<(SchemaDocument Document, bool IsValid)> All { get; } =
    [
        .. from page in Repository.Pages
           from Match block in Fence().Matches(File.ReadAllText(page))
           select (
               new SchemaDocument(block.Groups["schema"].Value, $"{Path.GetRelativePath(Repository.Root, page)} at {block.Index}", block.Groups["json"].Value),
               block.Groups["invalid"].Length == 0),
    ];

    /// <summary>How many JSON blocks name no schema.</summary>
    public static IReadOnlyList<string> Unnamed { get; } =
        [.. Repository.Pages.SelectMany(page => UnnamedFence().Matches(File.ReadAllText(page)).Select(m => $"{page} at {m.Index}"))];

    [GeneratedRegex(@"^```json (?<schema>[a-z-]+)(?<invalid> invalid)?\r?\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```json\s*$", RegexOptions.Multiline)]
    private static partial Regex UnnamedFence();
}
