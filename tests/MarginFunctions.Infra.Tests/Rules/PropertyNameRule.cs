using System.Text.Json.Nodes;
using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every property of a resource is one that its type has in the version it names. A misspelt one is ignored by some services and refused by others, at the deployment.</summary>
internal static class PropertyNameRule
{
    /// <summary>What the language puts into a body beside the resource's own properties.</summary>
    private static readonly string[] OfTheLanguage = ["dependsOn", "parent", "scope"];

    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        from resource in file.File.Resources
        from problem in Check(file.File, resource)
        select new Finding(file.Path, problem.Line, $"resource '{resource.Name}' {problem.Text}");

    private static IEnumerable<(int Line, string Text)> Check(BicepFile file, BicepFile.Resource resource)
    {
        var type = $"{file.FullType(resource)}@{file.FullVersion(resource)}";
        var properties = new Expression.Object([.. resource.Body.Properties.Where(p => !OfTheLanguage.Contains(p.Name))]);
        if (resource.Existing)
        {
            return properties.Properties.Where(p => p.Name != "name").Select(p => (p.Line, $"exists already and cannot be given '{p.Name}'"));
        }

        return ResourceSchemas.Find(type) is { } schema
            ? Check(file, properties, schema, "")
            : [(resource.Line, $"is of {type}, which {ResourceSchemas.File} does not have")];
    }

    private static IEnumerable<(int Line, string Text)> Check(BicepFile file, Expression value, JsonObject? schema, string path) => (value, schema) switch
    {
        (_, null) => [],
        (Expression.Object made, _) => made.Properties.SelectMany(p => CheckProperty(file, p, schema, path)),
        (Expression.Array list, _) => list.Items.SelectMany(item => Check(file, item, schema, path)),
        (Expression.For loop, _) => Check(file, loop.Body, schema, path),
        (Expression.Spread spread, _) => Check(file, spread.Value, schema, path),
        (Expression.Conditional choice, _) => Check(file, choice.Then, schema, path).Concat(Check(file, choice.Else, schema, path)),
        (Expression.Call { Name: "filter" or "union" or "concat" } call, _) => call.Arguments.SelectMany(argument => Check(file, argument, schema, path)),
        (Expression.Reference reference, _) when file.Variables.FirstOrDefault(v => v.Name == reference.Name) is { } variable => Check(file, variable.Value, schema, path),
        (Expression.StringLiteral or Expression.Interpolated or Expression.Number or Expression.Boolean, _) when path.Length > 0 && !schema.ContainsKey("*") =>
            [(value.Line, $"has a plain value for {path}, which is an object or a list of objects")],
        _ => [],
    };

    private static IEnumerable<(int Line, string Text)> CheckProperty(BicepFile file, Expression.Property property, JsonObject schema, string path)
    {
        if (property.Key is null)
        {
            return Check(file, property.Value, schema, path);
        }

        var name = property.Name ?? property.Key.Text;
        var known = property.Name is not null && schema.ContainsKey(name) ? name : "*";
        var full = path.Length == 0 ? name : $"{path}.{name}";
        return schema.TryGetPropertyValue(known, out var inner)
            ? Check(file, property.Value, inner?.AsObject(), full)
            : [(property.Line, $"has no property '{full}'")];
    }
}
