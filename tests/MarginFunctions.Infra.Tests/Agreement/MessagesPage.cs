using System.Text.RegularExpressions;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The page about messages: its table, and every name in backticks.</summary>
internal static partial class MessagesPage
{
    public const string File = "docs/messages.md";

    public static EntitySource Read(string text) => new(
        File,
        [.. text.Split('\n').SelectMany((line, i) => OfLine(line.TrimEnd(), $"{File}:{i + 1}"))],
        [EntityProperty.Kind, EntityProperty.RequiresSession]);

    private static IEnumerable<Statement> OfLine(string line, string place)
    {
        if (Row().Match(line) is { Success: true } row)
        {
            var name = row.Groups["name"].Value;
            yield return new Statement(place, name, EntityProperty.Kind, row.Groups["topic"].Success ? "topic" : "queue");
            yield return new Statement(place, name, EntityProperty.RequiresSession, row.Groups["session"].Value.Trim() == "none" ? "false" : "true");
        }

        // The page names the subscription in the line of its topic.
        if (Subscription().Match(line) is { Success: true } own)
        {
            var path = EntityDefinition.SubscriptionPath(own.Groups["topic"].Value, own.Groups["name"].Value);
            yield return new Statement(place, path, EntityProperty.Kind, "subscription");
            yield return new Statement(place, path, EntityProperty.RequiresSession, "false");
        }

        foreach (Match quoted in Quoted().Matches(line))
        {
            yield return Statement.Names(place, quoted.Groups["name"].Value);
        }
    }

    [GeneratedRegex(@"^\| `(?<name>[^`]+)`(?<topic> \(topic\))? \| [^|]+ \| (?<session>[^|]+) \|")]
    private static partial Regex Row();

    [GeneratedRegex("^Topic `(?<topic>[^`]+)`.*subscription is `(?<name>[^`]+)`")]
    private static partial Regex Subscription();

    [GeneratedRegex("`(?<name>[a-z]+(-[a-z]+)+)`")]
    private static partial Regex Quoted();
}
