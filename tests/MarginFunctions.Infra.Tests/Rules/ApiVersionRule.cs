using System.Globalization;
using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every resource is of a dated version of its type, and of no preview unless resource-schemas.json says why there is nothing else.</summary>
internal static class ApiVersionRule
{
    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Readable
        from resource in file.File.Resources
        let version = file.File.FullVersion(resource)
        let problem = version.Length == 0 ? "names no API version"
            : !string.IsNullOrWhiteSpace(ResourceSchemas.ReasonForPreview($"{file.File.FullType(resource)}@{version}")) ? null
            : version.Contains("preview", StringComparison.OrdinalIgnoreCase) ? $"is of the preview {version}"
            : !DateOnly.TryParseExact(version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? $"is of '{version}', which is no date"
            : null
        where problem is not null
        select new Finding(file.Path, resource.Line, $"resource '{resource.Name}' {problem}");
}
