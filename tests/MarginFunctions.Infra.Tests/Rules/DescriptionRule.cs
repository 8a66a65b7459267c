using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every parameter and output says what it is.</summary>
internal static class DescriptionRule
{
    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        from declared in file.File.Parameters.Select(p => (Kind: "parameter", p.Name, p.Line, p.Decorators)).Concat(file.File.Outputs.Select(o => (Kind: "output", o.Name, o.Line, o.Decorators)))
        where !declared.Decorators.Any(IsDescription)
        select new Finding(file.Path, declared.Line, $"{declared.Kind} '{declared.Name}' has no @description");

    private static bool IsDescription(BicepFile.Decorator decorator) =>
        decorator is { Name: "description", Arguments: [{ PlainText: { } text }] } && !string.IsNullOrWhiteSpace(text);
}
