using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Functions;
using MarginFunctions.Hosting;
using MarginFunctions.Risk.Parameters;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Hosting;

[Collection(AzuriteCollection.Name)]
public sealed class CompositionTests(AzuriteFixture azurite)
{
    private const string Bus = "Endpoint=sb://localhost;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true;";

    [Theory]
    [InlineData(typeof(RoutePositionUpdates))]
    [InlineData(typeof(RouteLiquidationFills))]
    [InlineData(typeof(IngestPrices))]
    [InlineData(typeof(ProcessShard))]
    [InlineData(typeof(SweepShards))]
    [InlineData(typeof(UpdateRiskState))]
    public async Task Every_function_can_be_made(Type function)
    {
        await using var services = Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus)]);

        Assert.NotNull(ActivatorUtilities.CreateInstance(services, function));
    }

    [Fact]
    public async Task Addresses_are_enough_when_the_app_has_an_identity()
    {
        await using var services = Compose(
        [
            ("Tables:endpoint", "https://margin.table.core.windows.net"), ("Tables:clientId", "00000000-0000-0000-0000-000000000001"),
            ("ServiceBus:fullyQualifiedNamespace", "margin.servicebus.windows.net"),
        ]);

        Assert.NotNull(ActivatorUtilities.CreateInstance<ProcessShard>(services));
    }

    [Fact]
    public void A_connection_that_is_not_set_stops_the_start_naming_its_settings()
    {
        var noTables = Assert.Throws<InvalidOperationException>(() => Compose([("ServiceBus", Bus)]));
        var noBus = Assert.Throws<InvalidOperationException>(() => Compose([("Tables", azurite.ConnectionString), ("ServiceBus", " ")]));

        Assert.Contains("set Tables to a connection string, or Tables__endpoint", noTables.Message, StringComparison.Ordinal);
        Assert.Contains("set ServiceBus to a connection string, or ServiceBus__fullyQualifiedNamespace", noBus.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public async Task A_shared_deployment_takes_nothing_that_names_no_broker(string? shared, bool taken)
    {
        (string, string?)[] settings = [("Tables", azurite.ConnectionString), ("ServiceBus", Bus), .. shared is null ? [] : new (string, string?)[] { ("SharedByBrokers", shared) }];
        var sent = new List<OutgoingMessage>();
        var sender = new Mock<IMessageSender>();
        sender.Setup(s => s.SendAsync(It.IsAny<IReadOnlyList<OutgoingMessage>>(), It.IsAny<CancellationToken>()))
            .Callback<IReadOnlyList<OutgoingMessage>, CancellationToken>((messages, _) => sent.AddRange(messages))
            .Returns(Task.CompletedTask);
        await using var services = Compose(settings, sender.Object);
        var update = new IncomingMessage("m-1", """{"accountId":"A-1","sequence":1,"asOf":"2026-05-19T13:00:00Z","positions":[],"collateral":[{"asset":"USDT","quantity":"1"}]}"""u8.ToArray());

        await services.GetRequiredService<HoldingsRouter>().RouteUpdatesAsync([update], CancellationToken.None);

        Assert.Equal(taken ? Entities.ShardWork : Entities.UpdateRejections, Assert.Single(sent).Entity);
    }

    [Fact]
    public async Task Parameters_with_other_shards_than_the_deployment_stop_the_start()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus), ("ShardCount", "128")]));

        Assert.Contains("ShardCount is '128', and the risk parameters say 64", refusal.Message, StringComparison.Ordinal);
        await using var same = Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus), ("ShardCount", "64")]);
    }

    [Fact]
    public void A_word_for_whether_brokers_share_the_deployment_stops_the_start()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus), ("SharedByBrokers", "maybe")]));

        Assert.Contains("SharedByBrokers is 'maybe'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_is_no_address_stops_the_start()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Compose([("Tables:endpoint", "margin"), ("ServiceBus", Bus)]));

        Assert.Contains("Tables__endpoint is 'margin'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Risk_parameters_that_are_wrong_stop_the_start()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"version":""}""");

        var refusal = Assert.Throws<InvalidDataException>(() => Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus), ("RiskParametersPath", path)]));

        Assert.Contains("version", refusal.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task Risk_parameters_are_read_from_the_file_that_is_named()
    {
        var path = Path.GetTempFileName();
        var sample = System.Text.Encoding.UTF8.GetString(Engine.Parameters.RiskParametersFile.SampleDocument());
        File.WriteAllText(path, sample.Replace("\"shardCount\": 64", "\"shardCount\": 8", StringComparison.Ordinal));

        await using var services = Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus), ("RiskParametersPath", path)]);

        Assert.Equal(8, services.GetRequiredService<RiskParameters>().ShardCount);
        File.Delete(path);
    }

    [Fact]
    public async Task The_host_creates_the_tables_before_it_is_up_and_again_without_harm()
    {
        for (var start = 0; start < 2; start++)
        {
            var builder = FunctionsApplication.CreateBuilder([$"--Tables={azurite.ConnectionString}", $"--ServiceBus={Bus}"]);
            builder.Services.AddMarginEngine(builder.Configuration);

            // The worker's own service would look for a Functions host to serve.
            var worker = builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Namespace?.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal) == true).ToList();
            worker.ForEach(service => builder.Services.Remove(service));
            using var host = builder.Build();
            await host.StartAsync();

            foreach (var name in new[] { "shards", "marks", "bands", "history", "parameters" })
            {
                await foreach (var row in new TableServiceClient(azurite.ConnectionString).GetTableClient(name).QueryAsync<TableEntity>())
                {
                    Assert.Fail($"Table {name} has row {row.RowKey}.");
                }
            }

            await host.StopAsync();
        }
    }

    private static ServiceProvider Compose(IEnumerable<(string Name, string? Value)> settings, IMessageSender? sender = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
            .Build();
        var services = new ServiceCollection().AddLogging().AddMarginEngine(configuration);
        return (sender is null ? services : services.AddSingleton(sender)).BuildServiceProvider(validateScopes: true);
    }
}
