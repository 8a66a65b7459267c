using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>
/// What a deployment must know before it begins comes from no resource or module of it: names, scopes and parents, conditions, what loops go over, and loops of variables.
/// </summary>
internal static class KnownAtStartRule
{
    private static readonly string[] EarlyMembers = ["apiVersion", "id", "name", "type"];

    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        from needed in NeededAtStart(file.File)
        from late in Late(file.File, needed.Value, [])
        select new Finding(file.Path, needed.Line, $"the {needed.What} needs '{late}', which is known only during the deployment");

    private static IEnumerable<(string What, int Line, Expression Value)> NeededAtStart(BicepFile file)
    {
        var declared = file.Resources.Select(r => (Title: $"resource '{r.Name}'", r.Line, r.Loop, r.Condition, r.Body))
            .Concat(file.Modules.Select(m => (Title: $"module '{m.Name}'", m.Line, m.Loop, m.Condition, m.Body)));
        foreach (var (title, line, loop, condition, body) in declared)
        {
            if (loop is not null)
            {
                yield return ($"loop of {title}", line, loop.Over);
            }

            if (condition is not null)
            {
                yield return ($"condition of {title}", line, condition);
            }

            foreach (var name in new[] { "name", "scope", "parent" })
            {
                if (body[name] is { } property)
                {
                    yield return ($"{name} of {title}", property.Line, property.Value);
                }
            }
        }

        foreach (var variable in file.Variables)
        {
            foreach (var loop in variable.Value.All.OfType<Expression.For>())
            {
                yield return ($"loop of variable '{variable.Name}'", loop.Line, loop);
            }
        }
    }

    private static IEnumerable<string> Late(BicepFile file, Expression expression, HashSet<string> seen) => expression switch
    {
        Expression.Member member when IsLate(file, member) => [member.Text],
        Expression.Call call when call.Name == "reference" || call.Name.StartsWith("list", StringComparison.Ordinal) => [call.Text],
        Expression.Reference reference when file.Variables.FirstOrDefault(v => v.Name == reference.Name) is { } variable => seen.Add(variable.Name) ? Late(file, variable.Value, seen) : [],
        _ => expression.Parts.SelectMany(part => Late(file, part, seen)),
    };

    /// <summary>Whether a member, or one that it is taken of, is a module's output or what only a made resource has.</summary>
    private static bool IsLate(BicepFile file, Expression expression) => expression switch
    {
        Expression.Member member when Root(member.Target) is { } symbol =>
            file.FindModule(symbol) is not null && member.Name == "outputs" || file.FindResource(symbol) is not null && !EarlyMembers.Contains(member.Name),
        Expression.Member member => IsLate(file, member.Target),
        Expression.Indexed indexed => IsLate(file, indexed.Target),
        _ => false,
    };

    /// <summary>The symbol that a member is taken of, when nothing but an index stands between.</summary>
    private static string? Root(Expression target) => target switch
    {
        Expression.Reference reference => reference.Name,
        Expression.Indexed indexed => Root(indexed.Target),
        Expression.Nested nested => nested.Name,
        _ => null,
    };
}
