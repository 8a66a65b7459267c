using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every name that is used is declared, and declared once.</summary>
internal static class NameRule
{
    public static IEnumerable<Finding> Check(Templates templates) => templates.Readable.SelectMany(f => Check(templates, f.Path, f.File));

    private static IEnumerable<Finding> Check(Templates templates, string path, BicepFile file)
    {
        var imported = file.Imports.Select(i => (Name: i.Alias, i.Line)).ToList();
        var values = file.Parameters.Select(p => (p.Name, p.Line))
            .Concat(file.Variables.Select(v => (v.Name, v.Line)))
            .Concat(file.Resources.Where(r => r.Parent is null).Select(r => (r.Name, r.Line)))
            .Concat(file.Modules.Select(m => (m.Name, m.Line))).ToList();
        var functions = file.Functions.Select(f => (f.Name, f.Line)).ToList();
        var types = file.Types.Select(t => (t.Name, t.Line)).ToList();
        var known = new Dictionary<string, HashSet<string>>
        {
            ["value"] = [.. values.Concat(imported).Select(d => d.Name), .. Language.Namespaces],
            ["function"] = [.. functions.Concat(imported).Select(d => d.Name), .. Language.Functions],
            ["type"] = [.. types.Concat(imported).Select(d => d.Name), .. Language.Types],
            ["decorator"] = [.. Language.Decorators],
        };

        foreach (var use in file.Names.Where(use => !use.Bound && !known[use.Kind].Contains(use.Name)))
        {
            yield return new Finding(path, use.Line, $"{use.Kind} '{use.Name}' is declared nowhere");
        }

        // Outputs have names of their own; everything else shares them, types included.
        foreach (var twice in values.Concat(functions).Concat(types).Concat(imported).GroupBy(d => d.Name).Where(g => g.Count() > 1))
        {
            var lines = twice.Select(d => d.Line).Order().ToList();
            yield return new Finding(path, lines[^1], $"'{twice.Key}' is declared here and on line {lines[0]}");
        }

        foreach (var nested in file.Expressions().OfType<Expression.Nested>().Where(n => file.Resources.All(r => r.Parent is null || r.Name != n.Name)))
        {
            yield return new Finding(path, nested.Line, $"'{nested.Text}' names no child resource");
        }

        foreach (var import in file.Imports)
        {
            var source = Templates.Resolve(path, import.Path);
            if (!templates.Files.TryGetValue(source, out var from))
            {
                yield return new Finding(path, import.Line, $"'{import.Name}' is imported from '{import.Path}', which is not there");
            }
            else if (from.Problems.Count == 0 && !Exports(from).Contains(import.Name))
            {
                yield return new Finding(path, import.Line, $"'{import.Name}' is imported from '{import.Path}', which exports nothing of that name");
            }
        }
    }

    private static HashSet<string> Exports(BicepFile file) =>
    [
        .. file.Variables.Where(v => v.IsExported).Select(v => v.Name),
        .. file.Functions.Where(f => f.IsExported).Select(f => f.Name),
        .. file.Types.Where(t => t.IsExported).Select(t => t.Name),
    ];
}
