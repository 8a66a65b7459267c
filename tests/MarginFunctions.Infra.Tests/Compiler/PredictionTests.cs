using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Infra.Tests.Agreement;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Compiler;

/// <summary>What a deployment would make, by the compiler's word: it takes the arguments that azd would give it, and the evaluation that the other tests stand on agrees with it.</summary>
public sealed class PredictionTests
{
    private static readonly string[] Spelled = ["Microsoft.ServiceBus/namespaces/queues", "Microsoft.ServiceBus/namespaces/topics", "Microsoft.ServiceBus/namespaces/topics/subscriptions"];

    [CompilerTheory]
    [InlineData("infra/environments/dev.env")]
    [InlineData("infra/environments/prod.env")]
    public async Task The_template_takes_what_an_environment_gives_it(string file)
    {
        var main = (await EntityComparison.ReadTemplatesAsync()).Templates.Files[Templates.MainFile];

        var (resources, refusal) = await PredictAsync(Arguments(main, ParameterFile.Settings(Repository.Read(file)).ToDictionary(s => s.Name, s => s.Value)));

        Assert.Equal("", refusal);
        Assert.Contains(resources, r => (string?)r["type"] == "Microsoft.Web/sites");
    }

    [CompilerFact]
    public async Task Values_outside_their_limits_are_refused()
    {
        var main = (await EntityComparison.ReadTemplatesAsync()).Templates.Files[Templates.MainFile];

        var (_, refusal) = await PredictAsync(Arguments(main, new Dictionary<string, string> { ["STORAGE_SKU"] = "Standard_RAGRS", ["MAXIMUM_INSTANCE_COUNT"] = "20" }));

        Assert.Contains("'Standard_RAGRS'", refusal, StringComparison.Ordinal);
        Assert.Contains("the minimum allowable value is 40", refusal, StringComparison.Ordinal);
    }

    [CompilerFact]
    public async Task Private_networking_on_the_Standard_tier_is_refused_in_the_templates_words()
    {
        var main = (await EntityComparison.ReadTemplatesAsync()).Templates.Files[Templates.MainFile];

        var (_, refusal) = await PredictAsync(Arguments(main, new Dictionary<string, string> { ["PRIVATE_NETWORKING"] = "true" }));

        Assert.Contains("privateNetworking needs serviceBusSku Premium: Standard namespaces have no private endpoints.", refusal, StringComparison.Ordinal);
    }

    [CompilerFact]
    public async Task The_evaluation_of_a_shared_deployment_is_the_compilers()
    {
        var infrastructure = await EntityComparison.ReadTemplatesAsync();
        var broker = new Dictionary<string, object?> { ["id"] = Infrastructure.BrokerId, ["principalId"] = Infrastructure.BrokerPrincipal, ["principalType"] = "ServicePrincipal" };
        var arguments = Arguments(infrastructure.Templates.Files[Templates.MainFile], new Dictionary<string, string>());
        arguments["brokers"] = new List<object?> { broker };

        var (resources, refusal) = await PredictAsync(arguments);

        Assert.Equal("", refusal);
        Assert.Equal(resources.Select(r => (string)r["type"]!).Order(StringComparer.Ordinal), infrastructure.Shared.Resources.Select(r => r.Type).Order(StringComparer.Ordinal));
        Assert.Equal(
            resources.Where(r => Spelled.Contains((string?)r["type"])).Select(Describe).Order(StringComparer.Ordinal),
            infrastructure.Shared.Resources.Where(r => Spelled.Contains(r.Type)).Select(Describe).Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, object?> Arguments(BicepFile main, IReadOnlyDictionary<string, string> environment) =>
        ParameterFile.Arguments(main, Repository.Read(ParameterFile.File), new Dictionary<string, string>(environment)
        {
            ["AZURE_ENV_NAME"] = "margin-test",
            ["AZURE_LOCATION"] = "westeurope",
            ["AZURE_PRINCIPAL_ID"] = "6f1d6b0e-58b4-4b8e-9f3f-0d6c1d0c7a55",
        });

    private static async Task<(IReadOnlyList<JsonNode> Resources, string Refusal)> PredictAsync(IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("margin-functions-bicep-");
        try
        {
            var file = Path.Combine(folder.FullName, "main.bicepparam");
            await File.WriteAllTextAsync(file, BicepParameters.Write(Path.GetRelativePath(folder.FullName, Repository.FullPath(Templates.MainFile)), arguments));
            return await BicepCompiler.PredictAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Describe(JsonNode resource) => Describe((string)resource["type"]!, ((string)resource["name"]!).Split('/')[^1], resource["properties"]!.AsObject());

    private static string Describe(DeployedResource resource) => Describe(resource.Type, resource.Name, JsonSerializer.SerializeToNode(resource.At("properties"))!.AsObject());

    private static string Describe(string type, string name, JsonObject properties) => $"{type} {name}: {string.Join(", ", properties.Select(p => $"{p.Key} {p.Value}").Order(StringComparer.Ordinal))}";
}
