using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Modules are there, get every argument that they need and no other, each of its type, and have the outputs that are asked of them.</summary>
internal static class ModuleRule
{
    public static IEnumerable<Finding> Check(Templates templates) => templates.Readable.SelectMany(f =>
        f.File.Modules.SelectMany(module => CheckCall(templates, f.Path, f.File, module))
            .Concat(CheckOutputs(templates, f.Path, f.File))
            .Concat(CheckDefaults(templates, f.Path, f.File)));

    private static IEnumerable<Finding> CheckCall(Templates templates, string path, BicepFile file, BicepFile.Module module)
    {
        var title = $"module '{module.Name}'";
        if (!templates.Files.TryGetValue(Templates.Resolve(path, module.Path), out var target))
        {
            yield return new Finding(path, module.Line, $"{title} is of '{module.Path}', which is not there");
            yield break;
        }

        var given = module.Arguments?.Properties ?? [];
        if (target.Problems.Count > 0 || given.Any(p => p.Name is null))
        {
            yield break;
        }

        foreach (var parameter in target.Parameters.Where(p => p.Default is null && !p.Type.EndsWith('?') && given.All(g => g.Name != p.Name)))
        {
            yield return new Finding(path, module.Line, $"{title} is not given '{parameter.Name}', which '{module.Path}' needs");
        }

        foreach (var argument in given)
        {
            if (target.Parameters.FirstOrDefault(p => p.Name == argument.Name) is not { } parameter)
            {
                yield return new Finding(path, argument.Line, $"{title} is given '{argument.Name}', which '{module.Path}' does not take");
            }
            else if (Mismatch(new TypeOf(templates, path, file).Of(argument.Value), parameter.Type) is { } mismatch)
            {
                yield return new Finding(path, argument.Line, $"{title} is given '{argument.Name}' as {mismatch}");
            }
            else if (Allowed(parameter) is { } allowed && Literal(argument.Value) is { } literal && !allowed.Contains(literal))
            {
                yield return new Finding(path, argument.Line, $"{title} is given '{argument.Name}' as '{literal}'; '{module.Path}' allows {string.Join(", ", allowed)}");
            }
        }
    }

    private static IEnumerable<Finding> CheckOutputs(Templates templates, string path, BicepFile file) =>
        from member in file.Expressions().OfType<Expression.Member>()
        let module = TypeOf.ModuleOfOutputs(file, member.Target)
        where module is not null
        let target = templates.Files.GetValueOrDefault(Templates.Resolve(path, module.Path))
        where target is { Problems.Count: 0 } && target.Outputs.All(o => o.Name != member.Name)
        select new Finding(path, member.Line, $"'{member.Text}' is asked for, and '{module.Path}' has no output '{member.Name}'");

    private static IEnumerable<Finding> CheckDefaults(Templates templates, string path, BicepFile file) =>
        from declared in file.Parameters.Select(p => (Kind: "parameter", p.Name, p.Line, p.Type, Value: p.Default))
            .Concat(file.Outputs.Select(o => (Kind: "output", o.Name, o.Line, o.Type, Value: (Expression?)o.Value)))
        where declared.Value is not null
        let mismatch = Mismatch(new TypeOf(templates, path, file).Of(declared.Value), declared.Type)
        where mismatch is not null
        select new Finding(path, declared.Line, $"{declared.Kind} '{declared.Name}' is {mismatch}");

    private static string? Mismatch(string? actual, string declared) => TypeOf.Simplify(declared) is { } wanted && actual is not null && actual != wanted
        ? $"{actual}, not {wanted}"
        : null;

    private static IReadOnlyList<string>? Allowed(BicepFile.Parameter parameter) =>
        parameter.Allowed is { } values ? [.. values.Items.Select(Literal).OfType<string>()] : null;

    private static string? Literal(Expression value) => value switch
    {
        Expression.StringLiteral text => text.Value,
        Expression.Number number => $"{number.Value}",
        _ => null,
    };
}
