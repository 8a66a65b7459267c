using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>The files of <c>infra/local</c> give the emulators what the app needs, within what the Service Bus emulator takes.</summary>
public sealed partial class EmulatorTests
{
    // The emulator's own schema of its configuration, as of 2.0.0: at most an hour to live, at most five minutes of duplicate detection.
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(5);
    private static readonly string Folder = Path.Combine(Repository.Root, "infra", "local");
    private static readonly JsonNode Compose = YamlJson.Parse(ReadFile("compose.yaml"))!;

    [Fact]
    public void The_emulator_gets_exactly_the_engine_s_entities()
    {
        var found = JsonNode.Parse(ReadFile("Config.json"))!["UserConfig"]!["Namespaces"]!.AsArray().Single()!;
        var due = new JsonObject
        {
            // The emulator takes no other name.
            ["Name"] = "sbemulatorns",
            ["Queues"] = new JsonArray([.. Entities.Definitions.Where(d => !d.IsTopic).Select(Queue)]),
            ["Topics"] = new JsonArray([.. Entities.Definitions.Where(d => d.IsTopic).Select(Topic)]),
        };

        Assert.Equal(due.ToJsonString(Indented), found.ToJsonString(Indented));
    }

    [Fact]
    public void Images_have_their_versions()
    {
        var images = Services().Select(s => s.Service["image"]!.GetValue<string>()).ToList();

        Assert.All(images, image => Assert.Matches(@"^[a-z0-9./-]+:[0-9]", image));
        var package = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "MarginFunctions.Azurite", "package.json")))!;
        var azurite = package["dependencies"]!["azurite"]!.GetValue<string>();
        Assert.All(images.Where(i => i.Contains("/azurite:", StringComparison.Ordinal)), image => Assert.EndsWith($":{azurite}", image, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_has_a_default_that_must_be_chosen()
    {
        var names = Variable().Matches(ReadFile("compose.yaml")).Select(m => m.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);
        var sample = ReadFile(".env.sample").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Order(StringComparer.Ordinal);

        Assert.Equal(["ACCEPT_EULA", "MSSQL_SA_PASSWORD"], names);
        Assert.Equal(names.Select(name => name + "="), sample);
        Assert.All(Variable().Matches(ReadFile("compose.yaml")), m => Assert.Equal(":?", m.Groups["otherwise"].Value));
        Assert.Contains(".env", ReadFile(".gitignore").Split('\n'));
    }

    [Fact]
    public void Ports_are_open_to_this_machine_only()
    {
        var ports = Services().SelectMany(s => s.Service["ports"]?.AsArray() ?? []).Select(p => p!.GetValue<string>()).Order(StringComparer.Ordinal);

        Assert.Equal(["127.0.0.1:10000:10000", "127.0.0.1:10001:10001", "127.0.0.1:10002:10002", "127.0.0.1:5300:5300", "127.0.0.1:5672:5672"], ports);
    }

    [Fact]
    public void Every_service_is_asked_how_it_is()
    {
        // The emulator cannot check itself: another service asks it.
        Assert.Equal(["servicebus"], Services().Where(s => s.Service["healthcheck"] is null).Select(s => s.Name));
        Assert.Contains("http://servicebus:5300/health", Compose["services"]!["servicebus-ready"]!["healthcheck"]!["test"]!.AsArray().Select(part => part!.GetValue<string>()));
        Assert.Equal("service_healthy", Compose["services"]!["servicebus"]!["depends_on"]!["sql"]!["condition"]!.GetValue<string>());
        Assert.Equal("sql", Compose["services"]!["servicebus"]!["environment"]!["SQL_SERVER"]!.GetValue<string>());
    }

    [Fact]
    public void The_sample_settings_lead_to_the_emulators()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "MarginFunctions", "local.settings.sample.json")))!["Values"]!;

        Assert.StartsWith("Endpoint=sb://localhost;", settings["ServiceBus"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("UseDevelopmentEmulator=true", settings["ServiceBus"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("UseDevelopmentStorage=true", settings["Tables"]!.GetValue<string>());
        Assert.Equal("UseDevelopmentStorage=true", settings["AzureWebJobsStorage"]!.GetValue<string>());
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private static JsonObject Queue(EntityDefinition entity) => new()
    {
        ["Name"] = entity.Name,
        ["Properties"] = new JsonObject
        {
            ["DeadLetteringOnMessageExpiration"] = true,
            ["DefaultMessageTimeToLive"] = AtMost(entity.TimeToLive, LongestLife),
            ["DuplicateDetectionHistoryTimeWindow"] = AtMost(entity.DuplicateWindow, LongestWindow),
            ["ForwardDeadLetteredMessagesTo"] = "",
            ["ForwardTo"] = "",
            ["LockDuration"] = XmlConvert.ToString(entity.LockDuration),
            ["MaxDeliveryCount"] = entity.MaxDeliveryCount,
            ["RequiresDuplicateDetection"] = true,
            ["RequiresSession"] = entity.RequiresSession,
        },
    };

    private static JsonObject Topic(EntityDefinition entity) => new()
    {
        ["Name"] = entity.Name,
        ["Properties"] = new JsonObject
        {
            ["DefaultMessageTimeToLive"] = AtMost(entity.TimeToLive, LongestLife),
            ["DuplicateDetectionHistoryTimeWindow"] = AtMost(entity.DuplicateWindow, LongestWindow),
            ["RequiresDuplicateDetection"] = true,
        },
        ["Subscriptions"] = new JsonArray([.. entity.Subscriptions.Select(subscription => new JsonObject
        {
            ["Name"] = subscription,
            ["Properties"] = new JsonObject
            {
                ["DeadLetteringOnMessageExpiration"] = true,
                ["DefaultMessageTimeToLive"] = AtMost(entity.TimeToLive, LongestLife),
                ["ForwardDeadLetteredMessagesTo"] = "",
                ["ForwardTo"] = "",
                ["LockDuration"] = XmlConvert.ToString(entity.LockDuration),
                ["MaxDeliveryCount"] = entity.MaxDeliveryCount,
                ["RequiresSession"] = entity.RequiresSession,
            },
        })]),
    };

    private static string AtMost(TimeSpan value, TimeSpan most) => XmlConvert.ToString(value < most ? value : most);

    private static IEnumerable<(string Name, JsonNode Service)> Services() => Compose["services"]!.AsObject().Select(s => (s.Key, s.Value!));

    private static string ReadFile(string name) => File.ReadAllText(Path.Combine(Folder, name));

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Z_]+)(?<otherwise>[^}A-Za-z ]*)")]
    private static partial Regex Variable();
}
