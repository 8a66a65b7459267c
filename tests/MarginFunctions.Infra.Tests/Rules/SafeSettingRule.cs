using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Services are set to identities, to encryption, and to closed doors where there is a choice.</summary>
internal static class SafeSettingRule
{
    private const string Stated = "stated, and closed in at least one case";
    private static readonly string[] Closed = ["Disabled", "SecuredByPerimeter"];

    /// <summary>What each type must say, and the safe values; none means that it must be possible to close it.</summary>
    private static readonly (string Type, string Path, string[] Safe)[] Settings =
    [
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", ["true"]),
        ("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", ["true"]),
        ("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", ["true"]),
        ("Microsoft.KeyVault/vaults", "properties.publicNetworkAccess", []),
        ("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", ["true"]),
        ("Microsoft.ServiceBus/namespaces", "properties.disableLocalAuth", ["true"]),
        ("Microsoft.ServiceBus/namespaces", "properties.minimumTlsVersion", ["1.2", "1.3"]),
        ("Microsoft.ServiceBus/namespaces", "properties.publicNetworkAccess", []),
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", ["false"]),
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", ["false"]),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", ["TLS1_2", "TLS1_3"]),
        ("Microsoft.Storage/storageAccounts", "properties.publicNetworkAccess", []),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", ["true"]),
        ("Microsoft.Storage/storageAccounts/blobServices/containers", "properties.publicAccess", ["None"]),
        ("Microsoft.Web/sites", "properties.httpsOnly", ["true"]),
        ("Microsoft.Web/sites", "properties.publicNetworkAccess", []),
        ("Microsoft.Web/sites", "properties.siteConfig.ftpsState", ["Disabled", "FtpsOnly"]),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", ["1.2", "1.3"]),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", ["false"]),
    ];

    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        from resource in file.File.Resources
        where !resource.Existing
        from problem in Problems(file.File, resource).Concat(Publishing(file.File, resource))
        select new Finding(file.Path, problem.Line, $"resource '{resource.Name}': {problem.Text}");

    private static IEnumerable<(int Line, string Text)> Problems(BicepFile file, BicepFile.Resource resource)
    {
        foreach (var (_, path, safe) in Settings.Where(s => s.Type == file.FullType(resource)))
        {
            // Flex Consumption has no FTPS and refuses the property.
            if (path.EndsWith("ftpsState", StringComparison.Ordinal) && Find(resource.Body, "properties.functionAppConfig") is not null)
            {
                continue;
            }

            if (Find(resource.Body, path) is not { } property)
            {
                yield return (resource.Line, $"{path} is not set; it must be {Wanted(safe)}");
            }
            else if (Outcomes(file, property.Value) is var outcomes && !(safe.Length > 0 ? outcomes.All(safe.Contains) : outcomes.Any(Closed.Contains)))
            {
                yield return (property.Line, $"{path} is {string.Join(" or ", outcomes)}; it must be {Wanted(safe)}");
            }
        }
    }

    private static IEnumerable<(int Line, string Text)> Publishing(BicepFile file, BicepFile.Resource resource)
    {
        if (file.FullType(resource) != "Microsoft.Web/sites")
        {
            yield break;
        }

        var policies = file.Resources
            .Where(r => file.FullType(r) == "Microsoft.Web/sites/basicPublishingCredentialsPolicies"
                && (r.Parent == resource.Name || r.Body["parent"]?.Value is Expression.Reference { Name: var parent } && parent == resource.Name))
            .Select(r => r.Body["name"]?.Value.PlainText);
        foreach (var missing in new[] { "ftp", "scm" }.Except(policies))
        {
            yield return (resource.Line, $"it has no basicPublishingCredentialsPolicies '{missing}', so passwords are taken");
        }
    }

    private static string Wanted(string[] safe) => safe.Length > 0 ? string.Join(" or ", safe) : Stated;

    private static Expression.Property? Find(Expression.Object body, string path)
    {
        Expression.Property? found = null;
        Expression? value = body;
        foreach (var step in path.Split('.'))
        {
            found = (value as Expression.Object)?[step];
            value = found?.Value;
        }

        return found;
    }

    /// <summary>Every value that an expression can have, as far as the file says; the text of what it does not say.</summary>
    private static IReadOnlyList<string> Outcomes(BicepFile file, Expression expression) => expression switch
    {
        Expression.StringLiteral text => [text.Value],
        Expression.Boolean boolean => [boolean.Value ? "true" : "false"],
        Expression.Conditional choice => [.. Outcomes(file, choice.Then), .. Outcomes(file, choice.Else)],
        Expression.Reference reference when file.Variables.FirstOrDefault(v => v.Name == reference.Name) is { } variable => Outcomes(file, variable.Value),
        _ => [expression.Text.Length > 0 ? expression.Text : "something else"],
    };
}
