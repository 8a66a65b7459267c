using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every parameter, variable, import and existing resource is used, and every function and type that no one can import.</summary>
internal static class UnusedRule
{
    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        let used = file.File.Names.Where(use => !use.Bound && use.Kind != "decorator").Select(use => use.Name).ToHashSet()
        from declared in Declared(file.File)
        where !used.Contains(declared.Name)
        select new Finding(file.Path, declared.Line, $"{declared.Kind} '{declared.Name}' is not used");

    private static IEnumerable<(string Kind, string Name, int Line)> Declared(BicepFile file) =>
    [
        .. file.Parameters.Select(p => ("parameter", p.Name, p.Line)),
        .. file.Variables.Where(v => !v.IsExported).Select(v => ("variable", v.Name, v.Line)),
        .. file.Functions.Where(f => !f.IsExported).Select(f => ("function", f.Name, f.Line)),
        .. file.Types.Where(t => !t.IsExported).Select(t => ("type", t.Name, t.Line)),
        .. file.Imports.Select(i => ("import", i.Alias, i.Line)),
        .. file.Resources.Where(r => r.Existing && r.Parent is null && !file.Resources.Any(child => child.Parent == r.Name)).Select(r => ("existing resource", r.Name, r.Line)),
    ];
}
