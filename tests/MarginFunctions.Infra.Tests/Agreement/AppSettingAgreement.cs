using System.Reflection;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The settings that the app reads when it starts, against those that the templates give it.</summary>
internal static class AppSettingAgreement
{
    public const string SettingsFile = "src/MarginFunctions/Hosting/Settings.cs";

    private const string HostStorage = "AzureWebJobsStorage";

    /// <summary>What the Functions host reads, and the app does not.</summary>
    private static readonly string[] OfTheHost =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", $"{HostStorage}__accountName", $"{HostStorage}__clientId", $"{HostStorage}__credential",
    ];

    /// <summary>The settings that a deployment gives the app.</summary>
    public static IReadOnlyList<AppSetting> Given(Deployment deployment) =>
    [
        .. from resource in deployment.OfType("Microsoft.Web/sites/config")
           where resource.Name == "appsettings"
           from setting in resource.At("properties") as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>()
           select new AppSetting(setting.Key, setting.Value, resource.PlaceOf("properties", setting.Key)),
    ];

    /// <summary>The settings that the app asks for when it starts with those given, by their names in Azure; and what it has against the start.</summary>
    public static (IReadOnlyList<string> Read, string? Refusal) Start(IReadOnlyList<AppSetting> given)
    {
        var settings = new RecordingSettings(given.ToDictionary(s => s.Name.Replace("__", ":", StringComparison.Ordinal), Example));
        string? refusal = null;
        try
        {
            Compose(new ConfigurationRoot([settings]));
        }
        catch (TargetInvocationException failure)
        {
            refusal = failure.InnerException!.Message;
        }

        return ([.. settings.Read.Select(key => key.Replace(":", "__", StringComparison.Ordinal)).Order(StringComparer.Ordinal)], refusal);
    }

    /// <summary>Every disagreement.</summary>
    public static IEnumerable<string> Compare(IReadOnlyList<AppSetting> given, IReadOnlyList<FunctionFacts> functions)
    {
        var (read, refusal) = Start(given);
        if (refusal is not null)
        {
            yield return $"with the settings of {given.FirstOrDefault()?.Place.Split(':')[0] ?? "infra"} the app of {SettingsFile} does not start: {refusal}";
        }

        foreach (var setting in given.Where(s => !OfTheHost.Contains(s.Name) && !read.Contains(s.Name) && !IsCredential(s.Name)))
        {
            yield return $"{setting.Place} sets '{setting.Name}'; the app, by {SettingsFile}, does not read it";
        }

        // A name without a field is a connection string, which the templates must not give.
        foreach (var name in read.Where(name => given.All(g => g.Name != name) && !read.Any(other => other.StartsWith(name + "__", StringComparison.Ordinal))))
        {
            yield return $"the app, by {SettingsFile}, reads '{name}'; {given.FirstOrDefault()?.Place.Split(':')[0] ?? "infra"} does not set it";
        }

        // The host takes the identity that a client id names only when it is told to use a managed identity.
        foreach (var connection in functions.Select(f => f.Connection).OfType<string>().Append(HostStorage).Distinct())
        {
            if (given.FirstOrDefault(g => g.Name == $"{connection}__clientId") is { } clientId && given.FirstOrDefault(g => g.Name == $"{connection}__credential")?.Value is not "managedidentity")
            {
                yield return $"{clientId.Place} sets '{clientId.Name}' without '{connection}__credential' = managedidentity, so that the host would not use it";
            }
        }

        bool IsCredential(string name) => functions.Any(f => name == $"{f.Connection}__credential");
    }

    // What only a deployment knows is an address of the right form; the file of the risk parameters is the sample.
    private static string? Example(AppSetting setting) => setting.Name switch
    {
        "RiskParametersPath" => Repository.FullPath("src/MarginFunctions.Engine/Parameters/sample-parameters.json"),
        _ when setting.Value is not Unknown => $"{setting.Value}",
        _ => setting.Name.EndsWith("Uri", StringComparison.Ordinal) ? "https://example.vault.azure.net"
            : setting.Name.EndsWith("endpoint", StringComparison.OrdinalIgnoreCase) ? "https://example.table.core.windows.net" : "example",
    };

    private static void Compose(IConfiguration configuration)
    {
        var compose = typeof(MarginFunctions.Functions.ProcessShard).Assembly.GetType("MarginFunctions.Hosting.EngineComposition", throwOnError: true)!.GetMethod("AddMarginEngine")!;
        compose.Invoke(null, [new ServiceCollection(), configuration]);
    }
}
