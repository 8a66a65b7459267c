using System.Text.RegularExpressions;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>Compares what the templates say of the app with the app.</summary>
internal static partial class AppComparison
{
    private const string Functions = "src/MarginFunctions/Functions";

    public static IEnumerable<string> All(Infrastructure infrastructure) =>
        Settings(infrastructure).Concat(Tables(infrastructure)).Concat(AlwaysReady(infrastructure)).Concat(Alerts(infrastructure)).Concat(RiskParameters(infrastructure));

    public static IEnumerable<string> Settings(Infrastructure infrastructure) => AppSettingAgreement.Compare(AppSettingAgreement.Given(infrastructure.Shared), Triggers.Read());

    public static IEnumerable<string> Tables(Infrastructure infrastructure)
    {
        var made = infrastructure.Shared.OfType("Microsoft.Storage/storageAccounts/tableServices/tables").ToList();
        var used = EngineTableNames.Read();
        return made.Where(t => !used.Contains(t.Name)).Select(t => $"{t.Place} makes the table '{t.Name}'; {EngineTableNames.File} has none of that name")
            .Concat(used.Where(name => made.All(t => t.Name != name)).Select(name => $"{EngineTableNames.File} has the table '{name}'; infra/main.bicep does not make it"));
    }

    public static IEnumerable<string> AlwaysReady(Infrastructure infrastructure)
    {
        var app = infrastructure.Shared.OfType("Microsoft.Web/sites").Single();
        string[] path = ["properties", "functionAppConfig", "scaleAndConcurrency", "alwaysReady"];
        var names = (app.At(path) as IReadOnlyList<object?> ?? []).Select(entry => $"{(entry as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("name")}").ToList();
        var functions = Triggers.Read();
        return names.Count == 0
            ? [$"{app.PlaceOf(path)} keeps no instance ready; {Functions} has functions that must not start cold"]
            : names.Where(name => functions.All(f => $"function:{f.Name}" != name)).Select(name => $"{app.PlaceOf(path)} keeps instances ready for '{name}'; {Functions} has no such function");
    }

    public static IEnumerable<string> Alerts(Infrastructure infrastructure)
    {
        var functions = Triggers.Read();
        var code = Repository.Files("src/MarginFunctions", "*.cs").Select(Repository.Read).ToList();
        foreach (var alert in infrastructure.Shared.OfType("Microsoft.Insights/scheduledQueryRules"))
        {
            foreach (var query in (alert.At("properties", "criteria", "allOf") as IReadOnlyList<object?> ?? []).Select(c => $"{(c as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("query")}"))
            {
                foreach (var name in FunctionName().Matches(query).Select(m => m.Groups["name"].Value).Where(name => functions.All(f => f.Name != name)))
                {
                    yield return $"{alert.Place}, alert '{alert.Name}', looks for the function '{name}'; {Functions} has none of that name";
                }

                foreach (var signal in Signal().Matches(query).Select(m => m.Groups["name"].Value))
                {
                    if (!code.Any(text => text.Contains($"\"{signal}: ", StringComparison.Ordinal)))
                    {
                        yield return $"{alert.Place}, alert '{alert.Name}', looks for lines of '{signal}'; src/MarginFunctions writes none";
                    }
                }
            }
        }
    }

    public static IEnumerable<string> RiskParameters(Infrastructure infrastructure) =>
        from setting in AppSettingAgreement.Given(infrastructure.Shared)
        where setting.Name == "RiskParametersPath"
        from file in new[] { "infra/hooks/prepackage.sh", "infra/hooks/prepackage.ps1", "src/MarginFunctions/MarginFunctions.csproj" }
        where !Regex.IsMatch(Repository.Read(file), $@"(?<![\w-]){Regex.Escape($"{setting.Value}")}\b")
        select $"{setting.Place} has the app read '{setting.Value}'; {file} does not put it there";

    [GeneratedRegex("Name == \"(?<name>[^\"]+)\"")]
    private static partial Regex FunctionName();

    [GeneratedRegex("Message startswith \"(?<name>[A-Za-z]+):?")]
    private static partial Regex Signal();
}
