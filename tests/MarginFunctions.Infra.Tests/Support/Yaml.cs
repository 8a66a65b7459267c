using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Infra.Tests.Support;

/// <summary>A YAML document, or a JSON one, which is YAML too; nodes know their lines.</summary>
internal static class Yaml
{
    public static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    /// <summary>A node inside another; null when there is none.</summary>
    public static YamlNode? At(this YamlNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(step), out var child) ? child : null;
        }

        return node;
    }

    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => (node as YamlSequenceNode)?.Children ?? [];

    public static IEnumerable<(string Name, YamlNode Value)> Entries(this YamlNode? node) =>
        (node as YamlMappingNode)?.Children.Select(entry => (entry.Key.Text() ?? "", entry.Value)) ?? [];

    /// <summary>Every text inside a node, names of entries left out.</summary>
    public static IEnumerable<YamlScalarNode> Scalars(this YamlNode node) => node switch
    {
        YamlScalarNode scalar => [scalar],
        YamlSequenceNode list => list.Children.SelectMany(Scalars),
        YamlMappingNode map => map.Children.Values.SelectMany(Scalars),
        _ => [],
    };

    public static string Place(string file, YamlNode node) => $"{file}:{node.Start.Line}";
}
