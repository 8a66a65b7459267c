using System.Text.RegularExpressions;
using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>No template reads, holds or gives away a secret.</summary>
internal static partial class SecretRule
{
    /// <summary>Says where telemetry goes. It lets no one in, since the component takes identities only.</summary>
    private const string TelemetryAddress = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>The value of a connection's <c>__credential</c>: no secret, but the word for having none.</summary>
    private const string IdentityWord = "managedidentity";

    private static readonly string[] SecretWords = ["secret", "secrets", "password", "pwd", "key", "keys", "token", "credential", "credentials"];

    // What stands last says what the value is: keyVaultName is a name.
    private static readonly string[] HarmlessEnds = ["name", "names", "id", "ids", "uri", "url", "days", "count", "type", "kind", "vault"];

    public static IEnumerable<Finding> Check(Templates templates) => templates.Readable.SelectMany(f =>
        CheckReads(f.Path, f.File)
            .Concat(CheckTexts(f.Path, f.File))
            .Concat(CheckParameters(f.Path, f.File))
            .Concat(CheckAppSettings(f.Path, f.File))
            .Concat(CheckArguments(templates, f.Path, f.File))
            .Concat(CheckOutputs(f.Path, f.File)));

    private static IEnumerable<Finding> CheckReads(string path, BicepFile file) =>
        from call in file.Expressions().OfType<Expression.Call>()
        where ReadsSecrets(call)
        select new Finding(path, call.Line, $"'{call.Text}' reads a secret");

    private static IEnumerable<Finding> CheckTexts(string path, BicepFile file) =>
        from text in file.Expressions().OfType<Expression.StringLiteral>()
        where LooksSecret(text.Value)
        select new Finding(path, text.Line, $"'{text.Value[..Math.Min(text.Value.Length, 12)]}…' looks like a key or a connection string");

    private static IEnumerable<Finding> CheckParameters(string path, BicepFile file) =>
        from parameter in file.Parameters
        let problem = IsSecretName(parameter.Name) && !parameter.IsSecure ? "is named like a secret and is not @secure()"
            : parameter is { IsSecure: true, Default: not null and not Expression.StringLiteral { Value: "" } and not Expression.Call { Name: "newGuid" } } ? "is @secure() and has a default"
            : null
        where problem is not null
        select new Finding(path, parameter.Line, $"parameter '{parameter.Name}' {problem}");

    private static IEnumerable<Finding> CheckAppSettings(string path, BicepFile file) =>
        from resource in file.Resources
        from setting in AppSettings.Of(file, resource)
        where setting.Name != TelemetryAddress && setting.Value.PlainText != IdentityWord && IsSecretName(setting.Name)
            && !setting.Value.All.Any(e => e.PlainText?.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal) == true)
        select new Finding(path, setting.Line, $"app setting '{setting.Name}' is named like a secret and is no reference to a key vault");

    private static IEnumerable<Finding> CheckArguments(Templates templates, string path, BicepFile file) =>
        from module in file.Modules
        let target = templates.Files.GetValueOrDefault(Templates.Resolve(path, module.Path))
        from argument in module.Arguments?.Properties ?? []
        where UsesSecure(file, argument.Value, []) && target?.Parameters.FirstOrDefault(p => p.Name == argument.Name) is { IsSecure: false }
        select new Finding(path, argument.Line, $"module '{module.Name}' is given a secure value as '{argument.Name}', which is not @secure()");

    private static IEnumerable<Finding> CheckOutputs(string path, BicepFile file) =>
        from output in file.Outputs
        where output.Decorators.All(d => d.Name != "secure") && (UsesSecure(file, output.Value, []) || output.Value.All.OfType<Expression.Call>().Any(ReadsSecrets))
        select new Finding(path, output.Line, $"output '{output.Name}' gives a secret away");

    private static bool ReadsSecrets(Expression.Call call) => ListCall().IsMatch(call.Name);

    private static bool UsesSecure(BicepFile file, Expression value, HashSet<string> seen) => value.All.OfType<Expression.Reference>().Any(reference =>
        file.Parameters.Any(p => p.Name == reference.Name && p.IsSecure)
        || file.Variables.FirstOrDefault(v => v.Name == reference.Name) is { } variable && seen.Add(variable.Name) && UsesSecure(file, variable.Value, seen));

    private static bool LooksSecret(string text) => ConnectionString().IsMatch(text)
        || Base64().IsMatch(text) && text.Any(char.IsUpper) && text.Any(char.IsLower) && text.Any(char.IsDigit);

    private static bool IsSecretName(string name)
    {
        var words = Words().Matches(name).Select(m => m.Value.ToLowerInvariant()).ToList();
        var joined = string.Concat(words);
        return words.Count > 0 && !HarmlessEnds.Contains(words[^1])
            && (words.Any(SecretWords.Contains) || joined.EndsWith("connectionstring", StringComparison.Ordinal));
    }

    [GeneratedRegex("^list($|[A-Z])")]
    private static partial Regex ListCall();

    [GeneratedRegex("(AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey|Password|Pwd)=|[?&]sig=|DefaultEndpointsProtocol=|eyJ[A-Za-z0-9_-]{20,}", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionString();

    [GeneratedRegex("^[A-Za-z0-9+/_-]{40,}={0,2}$")]
    private static partial Regex Base64();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();
}
