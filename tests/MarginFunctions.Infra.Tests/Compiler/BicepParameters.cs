using System.Globalization;

namespace MarginFunctions.Infra.Tests.Compiler;

/// <summary>Writes a .bicepparam file.</summary>
internal static class BicepParameters
{
    /// <param name="template">The template, from the file's folder.</param>
    /// <param name="arguments">Values of the template's parameters.</param>
    public static string Write(string template, IEnumerable<KeyValuePair<string, object?>> arguments) =>
        string.Concat(arguments.Select(a => $"param {a.Key} = {Literal(a.Value)}\n").Prepend($"using {Literal(template)}\n"));

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool yes => yes ? "true" : "false",
        string text => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("${", "\\${", StringComparison.Ordinal)}'",
        IReadOnlyDictionary<string, object?> made => $"{{ {string.Join(", ", made.Select(p => $"{p.Key}: {Literal(p.Value)}"))} }}",
        IEnumerable<object?> list => $"[{string.Join(", ", list.Select(Literal))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
