using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>The name of a role assignment is made from what it is about, so that deploying twice assigns once; and it says what the principal is, so that a new one need not be looked up.</summary>
internal static class RoleAssignmentRule
{
    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        from resource in file.File.Resources
        where file.File.FullType(resource) == "Microsoft.Authorization/roleAssignments" && !resource.Existing
        from problem in Problems(resource)
        select new Finding(file.Path, problem.Line, $"role assignment '{resource.Name}' {problem.Text}");

    private static IEnumerable<(int Line, string Text)> Problems(BicepFile.Resource resource)
    {
        if (resource.Body["name"] is not { Value: Expression.Call { Target: null, Name: "guid", Arguments.Count: >= 2 } })
        {
            yield return (resource.Body["name"]?.Line ?? resource.Line, "has a name that is not guid() of at least two things");
        }

        if ((resource.Body["properties"]?.Value as Expression.Object)?["principalType"] is null)
        {
            yield return (resource.Body["properties"]?.Line ?? resource.Line, "has no principalType");
        }
    }
}
