using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>Short ways through a YAML document.</summary>
internal static class Yaml
{
    /// <summary>The root of a document, which must be a mapping.</summary>
    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>The text of a field; null when it is absent.</summary>
    public static string? Text(YamlMappingNode node, string field) => node.Children.TryGetValue(field, out var value) ? ((YamlScalarNode)value).Value : null;

    /// <summary>The fields of a nested mapping; none when it is absent.</summary>
    public static IEnumerable<(string Name, YamlNode Value)> Fields(YamlMappingNode node, string field) =>
        node.Children.TryGetValue(field, out var value) ? ((YamlMappingNode)value).Children.Select(c => (((YamlScalarNode)c.Key).Value!, c.Value)) : [];

    /// <summary>The items of a nested list; none when it is absent.</summary>
    public static IEnumerable<YamlNode> Items(YamlMappingNode node, string field) => node.Children.TryGetValue(field, out var value) ? ((YamlSequenceNode)value).Children : [];

    /// <summary>The names in a field, which may be one word, a list or a mapping.</summary>
    public static IEnumerable<string> Names(YamlMappingNode node, string field) => node.Children.TryGetValue(field, out var value)
        ? value switch
        {
            YamlMappingNode map => map.Children.Keys.Select(key => ((YamlScalarNode)key).Value!),
            YamlSequenceNode list => list.Children.Select(item => ((YamlScalarNode)item).Value!),
            _ => [((YamlScalarNode)value).Value!],
        }
        : [];

    /// <summary>Every text of a document, names included.</summary>
    public static IEnumerable<string> Texts(YamlNode node) => node switch
    {
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode list => list.Children.SelectMany(Texts),
        YamlMappingNode map => map.Children.SelectMany(c => Texts(c.Key).Concat(Texts(c.Value))),
        _ => [],
    };
}
