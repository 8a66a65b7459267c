using System.Globalization;
using System.Text.RegularExpressions;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>main.parameters.json: the template's arguments, with <c>${NAME=default}</c> where azd puts a value of its environment.</summary>
internal static partial class ParameterFile
{
    public const string File = "infra/main.parameters.json";

    /// <summary>Every disagreement with the template.</summary>
    public static IEnumerable<string> Compare(BicepFile template, string text)
    {
        var given = Entries(text).ToList();
        foreach (var (name, value, place) in given)
        {
            if (template.Parameters.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                yield return $"{place} gives '{name}'; {Templates.MainFile} has no such parameter";
            }
            else if (Literal(parameter.Default) is { } written && Default(value) is { } inFile && inFile != written)
            {
                yield return $"{place} gives '{name}' as '{inFile}' when the environment has nothing; {Templates.MainFile}:{parameter.Line} says '{written}'";
            }
        }

        foreach (var parameter in template.Parameters.Where(p => p.Default is null && given.All(g => g.Name != p.Name)))
        {
            yield return $"{Templates.MainFile}:{parameter.Line} needs '{parameter.Name}'; {File} does not give it";
        }
    }

    /// <summary>Every value of an environment file that the parameter file does not ask for, or that the template does not take.</summary>
    public static IEnumerable<string> CompareEnvironment(BicepFile template, string parameterText, string file, string text)
    {
        foreach (var (name, value, line) in Settings(text))
        {
            var asking = Entries(parameterText).FirstOrDefault(e => Variable().Match(e.Value).Groups["name"].Value == name);
            if (asking.Name is null)
            {
                yield return $"{file}:{line} sets {name}; {File} does not ask for it";
            }
            else if (template.Parameters.FirstOrDefault(p => p.Name == asking.Name) is { Allowed: { } allowed } parameter && allowed.Items.All(item => Literal(item) != value))
            {
                yield return $"{file}:{line} sets {name} to '{value}'; {Templates.MainFile}:{parameter.Line} allows {string.Join(", ", allowed.Items.Select(Literal))}";
            }
        }
    }

    /// <summary>The arguments of an environment that sets nothing: what has no default is left out.</summary>
    public static Dictionary<string, object?> Arguments(BicepFile template, string text) => Arguments(template, text, new Dictionary<string, string>());

    /// <summary>The arguments of an environment: what it does not set and has no default is left out.</summary>
    public static Dictionary<string, object?> Arguments(BicepFile template, string text, IReadOnlyDictionary<string, string> environment) => Entries(text)
        .Select(e => (e.Name, Value: environment.GetValueOrDefault(Variable().Match(e.Value).Groups["name"].Value) ?? Default(e.Value)))
        .Where(e => e.Value is not null)
        .ToDictionary(e => e.Name, e => (e.Value, template.Parameters.FirstOrDefault(p => p.Name == e.Name)?.Type) switch
        {
            ({ } value, "int") => long.Parse(value, CultureInfo.InvariantCulture),
            ({ } value, "bool") => bool.Parse(value),
            ("[]", _) => Array.Empty<object?>(),
            ({ } value, _) => (object?)value,
            _ => null,
        });

    /// <summary>What an environment file sets, and on which lines.</summary>
    public static IEnumerable<(string Name, string Value, int Line)> Settings(string text) =>
        from line in text.Split('\n').Select((line, i) => (Text: line.Trim(), Number: i + 1))
        where line.Text.Contains('=') && !line.Text.StartsWith('#')
        let at = line.Text.IndexOf('=', StringComparison.Ordinal)
        select (line.Text[..at], line.Text[(at + 1)..], line.Number);

    private static IEnumerable<(string Name, string Value, string Place)> Entries(string text) =>
        from entry in Yaml.Parse(text).At("parameters").Entries()
        let value = entry.Value.At("value")
        select (entry.Name, value.Text() ?? "", Yaml.Place(File, value ?? entry.Value));

    private static string? Default(string value) => Variable().Match(value) switch
    {
        { Success: false } => value,
        { Groups: var groups } when groups["default"].Success => groups["default"].Value,
        _ => null,
    };

    private static string? Literal(Expression? value) => value switch
    {
        Expression.StringLiteral text => text.Value,
        Expression.Number number => $"{number.Value}",
        Expression.Boolean boolean => boolean.Value ? "true" : "false",
        Expression.Array { Items.Count: 0 } => "[]",
        _ => null,
    };

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)(=(?<default>.*))?\}$")]
    private static partial Regex Variable();
}
