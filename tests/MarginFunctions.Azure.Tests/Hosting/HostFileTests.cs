using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Functions;
using Xunit;

namespace MarginFunctions.Azure.Tests.Hosting;

/// <summary>The host takes a misspelt setting for none, so that names are checked here.</summary>
public sealed class HostFileTests
{
    private static readonly string[] ServiceBusNames =
    [
        "autoCompleteMessages", "clientRetryOptions", "enableCrossEntityTransactions", "maxAutoLockRenewalDuration", "maxBatchWaitTime", "maxConcurrentCalls",
        "maxConcurrentSessions", "maxMessageBatchSize", "minMessageBatchSize", "prefetchCount", "sessionIdleTimeout", "transportType",
    ];

    private readonly JsonObject _host = Parse(Repository.Path("host.json"));

    private JsonObject ServiceBus => _host["extensions"]!["serviceBus"]!.AsObject();

    [Fact]
    public void Every_name_is_one_that_the_host_knows()
    {
        Assert.Equal("2.0", (string?)_host["version"]);
        AssertNames(_host, "version", "functionTimeout", "extensions", "logging");
        AssertNames(_host["extensions"]!, "serviceBus");
        AssertNames(ServiceBus, ServiceBusNames);
        AssertNames(ServiceBus["clientRetryOptions"]!, "mode", "tryTimeout", "delay", "maxDelay", "maxRetries");
        AssertNames(_host["logging"]!, "logLevel", "applicationInsights");
        AssertNames(_host["logging"]!["applicationInsights"]!, "samplingSettings");
        AssertNames(_host["logging"]!["applicationInsights"]!["samplingSettings"]!, "isEnabled", "maxTelemetryItemsPerSecond", "excludedTypes");
    }

    [Fact]
    public void Messages_are_settled_by_the_functions() => Assert.False((bool)ServiceBus["autoCompleteMessages"]!);

    [Fact]
    public void Nothing_is_fetched_ahead_since_the_lock_of_a_waiting_message_is_not_renewed() => Assert.Equal(0, (int)ServiceBus["prefetchCount"]!);

    [Fact]
    public void Locks_are_renewed_for_as_long_as_a_function_may_run() =>
        Assert.Equal((string?)_host["functionTimeout"], (string?)ServiceBus["maxAutoLockRenewalDuration"]);

    [Fact]
    public void A_batch_is_not_waited_for() => Assert.Equal(1, (int)ServiceBus["minMessageBatchSize"]!);

    [Fact]
    public void The_app_carries_the_same_file() =>
        Assert.Equal(File.ReadAllBytes(Repository.Path("host.json")), File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "host.json")));

    [Fact]
    public void The_sample_settings_name_everything_that_a_start_needs()
    {
        var values = Parse(Repository.Path("src", "MarginFunctions", "local.settings.sample.json"))["Values"]!;

        AssertNames(values, "AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "ServiceBus", "Tables", $"AzureWebJobs.{nameof(NotifyCustomers)}.Disabled");
        Assert.Equal("UseDevelopmentStorage=true", (string?)values["AzureWebJobsStorage"]);
        Assert.Equal("dotnet-isolated", (string?)values["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Contains("UseDevelopmentEmulator=true", (string?)values["ServiceBus"], StringComparison.Ordinal);
    }

    private static JsonObject Parse(string path) =>
        JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Disallow })!.AsObject();

    private static void AssertNames(JsonNode section, params string[] known) =>
        Assert.All(section.AsObject(), setting => Assert.Contains(setting.Key, known));
}
