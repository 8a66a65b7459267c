using System.Text.RegularExpressions;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The table of functions in the page about operations.</summary>
internal static partial class FunctionTable
{
    public const string File = "docs/operations.md";

    /// <summary>Every disagreement with the functions that there are.</summary>
    public static IEnumerable<string> Compare(IReadOnlyList<FunctionFacts> functions, string text)
    {
        var rows = text.Split('\n').Select((line, i) => (Match: Row().Match(line), Number: i + 1)).Where(row => row.Match.Success)
            .Select(row => (Name: row.Match.Groups["function"].Value, Trigger: row.Match.Groups["trigger"].Value, Place: $"{File}:{row.Number}")).ToList();
        foreach (var (name, trigger, place) in rows)
        {
            var function = functions.FirstOrDefault(f => f.Name == name);
            var queue = Quoted().Match(trigger) is { Success: true } quoted ? quoted.Groups["name"].Value : null;
            if (function is not null && queue != function.Queue)
            {
                yield return $"{place} says that {name} is triggered by '{queue ?? trigger}'; {function.File} says '{function.Queue ?? "no queue"}'";
            }
        }

        foreach (var function in functions.Where(f => rows.All(r => r.Name != f.Name)))
        {
            yield return $"{function.File} has the function {function.Name}; the table of {File} does not";
        }
    }

    [GeneratedRegex(@"^\| `(?<function>[A-Z][A-Za-z]+)` \| (?<trigger>[^|]+) \|")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[a-z]+(-[a-z]+)+(/subscriptions/[a-z-]+)?)`")]
    private static partial Regex Quoted();
}
