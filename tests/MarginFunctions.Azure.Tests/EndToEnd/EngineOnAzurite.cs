using System.Text;
using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Functions;
using MarginFunctions.Hosting;
using MarginFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace MarginFunctions.Azure.Tests.EndToEnd;

/// <summary>The app as it is composed for Azure, its triggers called by hand, on tables of its own and with a bus in memory.</summary>
internal sealed class EngineOnAzurite : IAsyncDisposable
{
    private readonly TableClient[] _tables;
    private readonly ServiceProvider _services;
    private int _messages;

    private EngineOnAzurite(AzuriteFixture azurite, TableClient[] tables)
    {
        _tables = tables;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Tables"] = azurite.ConnectionString,
                ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=c2VjcmV0",
            })
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddMarginEngine(configuration)
            .AddSingleton<IShardStore>(new TableShardStore(tables[0]))
            .AddSingleton<IMarkStore>(new TableMarkStore(tables[1]))
            .AddSingleton<IBandIndex>(new TableBandIndex(tables[2]))
            .AddSingleton<IDecisionHistory>(new TableDecisionHistory(tables[3]))
            .AddSingleton<IRiskStateStore>(new TableRiskStateStore(tables[4]))
            .AddSingleton<ISliceBudget>(new TableSliceBudget(tables[5]))
            .AddSingleton<IFundStore>(new TableFundStore(tables[6]))
            .AddSingleton<ICoverageReportStore>(new TableCoverageReportStore(tables[7]))
            .AddSingleton<IMessageSender>(Bus)
            .AddSingleton<TimeProvider>(Time)
            .BuildServiceProvider();
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero));

    public QueueLoop Bus { get; } = new();

    public Mock<ServiceBusMessageActions> Actions { get; } = new();

    public static async Task<EngineOnAzurite> StartAsync(AzuriteFixture azurite) =>
        new(azurite, await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Tables.CreateAsync(azurite))));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task PostUpdateAsync(string json)
    {
        await Function<RoutePositionUpdates>().RunAsync([Received.Message($"m-{_messages++}", Encoding.UTF8.GetBytes(json))], Actions.Object, CancellationToken.None);
        await WorkAsync();
    }

    public async Task PostFillAsync(string json)
    {
        await Function<RouteLiquidationFills>().RunAsync([Received.Message($"m-{_messages++}", Encoding.UTF8.GetBytes(json))], Actions.Object, CancellationToken.None);
        await WorkAsync();
    }

    public async Task PostPriceAsync(string symbol, decimal price)
    {
        Time.Now += TimeSpan.FromSeconds(1);
        FormattableString json = $$"""{"source":"venue-1","asOf":"{{Time.Now:O}}","prices":[{"symbol":"{{symbol}}","price":"{{price}}"}]}""";
        var message = Received.Message($"m-{_messages++}", Encoding.UTF8.GetBytes(FormattableString.Invariant(json)));
        await Function<IngestPrices>().RunAsync([message], Actions.Object, CancellationToken.None);
        await WorkAsync();
    }

    public async Task SweepAsync()
    {
        await Function<SweepShards>().RunAsync(new TimerInfo(), CancellationToken.None);
        await WorkAsync();
    }

    public Task ReportAsync() => Function<ReportCoverage>().RunAsync(new TimerInfo(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Task.WhenAll(_tables.Select(table => table.DeleteAsync()));
    }

    private T Function<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    private async Task WorkAsync()
    {
        while (Bus.TryTakeWork(out var work))
        {
            var message = Received.Message(work.MessageId, work.Body);
            await (work.Entity == Entities.ShardWork
                ? Function<ProcessShard>().RunAsync(message, Actions.Object, CancellationToken.None)
                : Function<SettleCoverage>().RunAsync([message], Actions.Object, CancellationToken.None));
        }
    }
}
