using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>What is deployed to a subscription is what a subscription takes, and modules go where they are made for.</summary>
internal static class ScopeRule
{
    private static readonly string[] SubscriptionTypes =
    [
        "Microsoft.Authorization/policyAssignments", "Microsoft.Authorization/roleAssignments", "Microsoft.Authorization/roleDefinitions", "Microsoft.Consumption/budgets",
        "Microsoft.Insights/diagnosticSettings", "Microsoft.Resources/resourceGroups",
    ];

    public static IEnumerable<Finding> Check(Templates templates) => templates.Readable.SelectMany(f => Check(templates, f.Path, f.File));

    private static IEnumerable<Finding> Check(Templates templates, string path, BicepFile file)
    {
        var toSubscription = file.TargetScope == "subscription";
        foreach (var resource in file.Resources.Where(r => r.Parent is null && r.Body["scope"] is null && r.Body["parent"] is null))
        {
            if (toSubscription && !SubscriptionTypes.Contains(resource.TypeName))
            {
                yield return new Finding(path, resource.Line, $"resource '{resource.Name}' is deployed to the subscription, which takes no {resource.TypeName}");
            }
            else if (!toSubscription && resource.TypeName == "Microsoft.Resources/resourceGroups")
            {
                yield return new Finding(path, resource.Line, $"resource '{resource.Name}' is a resource group in a resource group");
            }
        }

        foreach (var module in file.Modules.Where(m => m.Body["scope"] is null))
        {
            if (templates.Files.TryGetValue(Templates.Resolve(path, module.Path), out var target) && target.TargetScope != file.TargetScope)
            {
                yield return new Finding(path, module.Line, $"module '{module.Name}' has no scope, and '{module.Path}' is for a {target.TargetScope}, not for a {file.TargetScope}");
            }
        }

        foreach (var call in file.Expressions().OfType<Expression.Call>().Where(c => toSubscription && c is { Target: null, Name: "resourceGroup", Arguments.Count: 0 }))
        {
            yield return new Finding(path, call.Line, "resourceGroup() is called where no resource group is deployed to");
        }
    }
}
