using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every rule that templates keep beside those of the compiler. Each has a folder of fixtures under its name.</summary>
internal static class TemplateRules
{
    public static IReadOnlyDictionary<string, Func<Templates, IEnumerable<Finding>>> All { get; } = new SortedDictionary<string, Func<Templates, IEnumerable<Finding>>>(StringComparer.Ordinal)
    {
        ["api-versions"] = ApiVersionRule.Check,
        ["descriptions"] = DescriptionRule.Check,
        ["known-at-start"] = KnownAtStartRule.Check,
        ["names"] = NameRule.Check,
        ["property-names"] = PropertyNameRule.Check,
        ["role-assignments"] = RoleAssignmentRule.Check,
        ["safe-settings"] = SafeSettingRule.Check,
        ["secrets"] = SecretRule.Check,
        ["syntax"] = SyntaxRule.Check,
        ["unused"] = UnusedRule.Check,
    };
}
