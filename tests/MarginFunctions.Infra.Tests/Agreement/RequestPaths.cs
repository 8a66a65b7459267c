using System.Text.RegularExpressions;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>Paths of requests to the bus, as pages and scripts show them: <c>/shard-work/messages</c>.</summary>
internal static partial class RequestPaths
{
    public static EntitySource Read(string file, string text) => EntitySource.InPassing(
        file,
        from line in text.Split('\n').Select((words, i) => (Words: words, Number: i + 1))
        from Match path in Path().Matches(line.Words)
        select Statement.Names($"{file}:{line.Number}", path.Groups["path"].Value));

    [GeneratedRegex(@"/(?<path>[a-z][a-z0-9-]*(/subscriptions/[a-z][a-z0-9-]*)?)/messages\b")]
    private static partial Regex Path();
}
