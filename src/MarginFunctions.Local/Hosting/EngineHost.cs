using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Dynamic;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Prices;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Embedded.State;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Hosting;

/// <summary>The whole engine on one embedded file: what the Functions app composes from Azure services, composed from SQLite.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly EmbeddedDatabase database;
    private readonly EngineMetrics metrics = new();

    private EngineHost(EmbeddedDatabase database, EmbeddedQueues queues, EmbeddedBandIndex bands, RiskParameters parameters, TimeProvider time)
    {
        this.database = database;
        Parameters = parameters;
        Time = time;
        Queues = queues;
        Shards = new EmbeddedShardStore(database);
        Marks = new EmbeddedMarkStore(database);
        RiskStates = new EmbeddedRiskStateStore(database);
        Bands = bands;
        History = new EmbeddedDecisionHistory(database);
        Slices = new EmbeddedSliceBudget(database);
        Format = new ShardWorkFormat(new HoldingsReader(parameters));
        Router = new HoldingsRouter(parameters, queues, metrics, time);
        Ingestor = new PriceIngestor(parameters, Marks, bands, queues, metrics, time);
        Processor = new ShardProcessor(parameters, Shards, Marks, RiskStates, bands, History, Slices, queues, metrics, time);
        Sweeper = new ShardSweeper(parameters, queues, time);
        Liquidations = new LiquidationRunner(parameters, Slices, queues, time);
        Funds = new EmbeddedFundStore(database);
        RequestFormat = new CoverageRequestFormat(parameters);
        Fund = new FundProcessor(parameters, Funds, Shards, Marks, queues, metrics, time);
        Webhooks = new EmbeddedNotificationDirectory(database);
        RiskPublisher = new RiskStatePublisher(parameters, Marks, RiskStates, metrics, time);
    }

    public RiskParameters Parameters { get; }

    public TimeProvider Time { get; }

    public EmbeddedQueues Queues { get; }

    public EmbeddedShardStore Shards { get; }

    public EmbeddedMarkStore Marks { get; }

    public EmbeddedRiskStateStore RiskStates { get; }

    public EmbeddedBandIndex Bands { get; }

    public EmbeddedDecisionHistory History { get; }

    public EmbeddedSliceBudget Slices { get; }

    public ShardWorkFormat Format { get; }

    public HoldingsRouter Router { get; }

    public PriceIngestor Ingestor { get; }

    public ShardProcessor Processor { get; }

    public ShardSweeper Sweeper { get; }

    public LiquidationRunner Liquidations { get; }

    public RiskStatePublisher RiskPublisher { get; }

    public EmbeddedFundStore Funds { get; }

    public CoverageRequestFormat RequestFormat { get; }

    public FundProcessor Fund { get; }

    public EmbeddedNotificationDirectory Webhooks { get; }

    public Notifier CreateNotifier(params IReadOnlyList<INotificationChannel> channels) => new(channels, Webhooks, Queues, metrics, Time);

    /// <exception cref="InvalidOperationException">The file is open elsewhere or not ours.</exception>
    public static async Task<EngineHost> OpenAsync(string path, EmbeddedDurability durability, RiskParameters parameters, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = EmbeddedDatabase.Open(path, durability);
        try
        {
            var queues = await EmbeddedQueues.OpenAsync(database, Entities.Definitions, time, cancellationToken);
            var bands = await EmbeddedBandIndex.OpenAsync(database, cancellationToken);
            var host = new EngineHost(database, queues, bands, parameters, time);
            await host.Fund.OpenAsync(cancellationToken);
            return host;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        metrics.Dispose();
    }
}
