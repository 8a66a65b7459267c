using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Notifications;
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
    [InlineData(typeof(SettleCoverage))]
    [InlineData(typeof(SweepShards))]
    [InlineData(typeof(RunLiquidationJobs))]
    [InlineData(typeof(ShareLosses))]
    [InlineData(typeof(UpdateRiskState))]
    [InlineData(typeof(NotifyCustomers))]
    [InlineData(typeof(RetryNotifications))]
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

    [Theory]
    [InlineData("WebhookPorts", "8443;9443", "WebhookPorts is '8443;9443': '8443;9443' is not a port")]
    [InlineData("WebhookSecrets:vaultUri", "vault", "WebhookSecrets__vaultUri is 'vault'")]
    [InlineData("WebhookSecrets:vaultUri", "http://vault.example.com", "WebhookSecrets__vaultUri is 'http://vault.example.com'")]
    public void Wrong_settings_of_webhooks_stop_the_start(string name, string value, string reason)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Compose([("Tables", azurite.ConnectionString), ("ServiceBus", Bus), (name, value)]));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_a_webhook_comes_from_the_settings_before_it_comes_from_the_vault()
    {
        await using var services = Compose(
            [("Tables", azurite.ConnectionString), ("ServiceBus", Bus), ("WebhookSecrets:vaultUri", "https://vault.invalid"), ("WEBHOOK_SECRET_ALPHA_MAIN", "whsec_x")]);

        Assert.Equal("whsec_x", await services.GetRequiredService<ISecretSource>().FindAsync("alpha-main", CancellationToken.None));
    }

    [Fact]
    public async Task Another_channel_is_another_registration()
    {
        var mail = new Mock<INotificationChannel>();
        mail.SetupGet(channel => channel.Kind).Returns("mail");
        mail.Setup(channel => channel.DeliverAsync(It.IsAny<Notification>(), It.IsAny<NotificationDestination>(), It.IsAny<CancellationToken>())).ReturnsAsync(DeliveryResult.Delivered);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Tables", (string?)azurite.ConnectionString), KeyValuePair.Create("ServiceBus", (string?)Bus)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddMarginEngine(configuration).AddSingleton(mail.Object)
            .AddSingleton(Mock.Of<IMessageSender>())
            .AddSingleton(Mock.Of<INotificationDirectory>(d => d.ReadAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())
                == Task.FromResult<IReadOnlyList<NotificationDestination>>(new[] { new NotificationDestination("A-1", "desk", "mail", "desk@example.com", Array.Empty<string>()) })))
            .BuildServiceProvider();

        Assert.Equal(NotificationOutcome.Done, await services.GetRequiredService<Notifier>().NotifyAsync("""{"id":"x","accountId":"A-1"}"""u8.ToArray(), CancellationToken.None));

        mail.Verify(channel => channel.DeliverAsync(It.Is<Notification>(n => n.EventId == "x"), It.IsAny<NotificationDestination>(), It.IsAny<CancellationToken>()));
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

            foreach (var name in new[] { "shards", "marks", "bands", "history", "parameters", "reports", "webhooks" })
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
