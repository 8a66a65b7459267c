using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Prices;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.State;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The engine on an embedded file that is thrown away, with its internal queue done by hand and everything else it sends kept.</summary>
internal sealed class SmallEngine : IMessageSender, IAsyncDisposable
{
    private static readonly RiskParameters Parameters = RiskParametersFile.LoadSample();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-schemas-");
    private readonly EmbeddedDatabase database;
    private readonly EngineMetrics metrics = new();
    private readonly ShardWorkFormat format = new(new HoldingsReader(Parameters));
    private readonly Queue<OutgoingMessage> work = new();
    private readonly List<OutgoingMessage> sent = [];
    private HoldingsRouter router = null!;
    private PriceIngestor ingestor = null!;
    private ShardProcessor processor = null!;
    private ShardSweeper sweeper = null!;
    private int received;

    private SmallEngine() => database = EmbeddedDatabase.Open(Path.Combine(folder.FullName, "run.db"), EmbeddedDurability.ThrowAway);

    public SimulatedTime Time { get; } = new(new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero));

    /// <summary>What left the engine.</summary>
    public IReadOnlyList<OutgoingMessage> Sent => sent;

    public static async Task<SmallEngine> OpenAsync()
    {
        var engine = new SmallEngine();
        var marks = new EmbeddedMarkStore(engine.database);
        var bands = await EmbeddedBandIndex.OpenAsync(engine.database, CancellationToken.None);
        engine.router = new HoldingsRouter(Parameters, engine, engine.metrics, engine.Time);
        engine.ingestor = new PriceIngestor(Parameters, marks, bands, engine, engine.metrics, engine.Time);
        engine.sweeper = new ShardSweeper(Parameters, engine, engine.Time);
        engine.processor = new ShardProcessor(
            Parameters, new EmbeddedShardStore(engine.database), marks, new EmbeddedRiskStateStore(engine.database), bands, new EmbeddedDecisionHistory(engine.database), new EmbeddedSliceBudget(engine.database), engine, engine.metrics, engine.Time);
        return engine;
    }

    public Task PriceAsync(string symbol, decimal price) => SendAsync(Entities.PriceUpdates, new JsonObject
    {
        ["source"] = "test",
        ["asOf"] = Now(),
        ["prices"] = new JsonArray(new JsonObject { ["symbol"] = symbol, ["price"] = price }),
    }.ToJsonString());

    /// <summary>A whole portfolio: a position bought at 60,000, and USDT.</summary>
    public Task UpdateAsync(string accountId, long sequence, string quantity, string usdt) => SendAsync(Entities.PositionUpdates, new JsonObject
    {
        ["accountId"] = accountId,
        ["sequence"] = sequence,
        ["asOf"] = Now(),
        ["positions"] = new JsonArray(new JsonObject { ["instrument"] = "BTC-PERP", ["quantity"] = quantity, ["entryPrice"] = "60000" }),
        ["collateral"] = new JsonArray(new JsonObject { ["asset"] = "USDT", ["quantity"] = usdt }),
        ["complete"] = true,
    }.ToJsonString());

    /// <summary>A reserve and a credit line.</summary>
    public Task CoverAsync(string accountId, long sequence, string reserve, string creditLine) => SendAsync(Entities.PositionUpdates, new JsonObject
    {
        ["accountId"] = accountId,
        ["sequence"] = sequence,
        ["asOf"] = Now(),
        ["cover"] = new JsonObject { ["reserve"] = new JsonObject { ["quantity"] = reserve }, ["creditLine"] = creditLine },
    }.ToJsonString());

    /// <summary>The position is closed and this much USDT is left.</summary>
    public Task FillAsync(string accountId, long sequence, string jobId, string usdt) => SendAsync(Entities.LiquidationFills, new JsonObject
    {
        ["accountId"] = accountId,
        ["sequence"] = sequence,
        ["asOf"] = Now(),
        ["jobId"] = jobId,
        ["position"] = new JsonObject { ["instrument"] = "BTC-PERP", ["quantity"] = "0" },
        ["collateral"] = new JsonArray(new JsonObject { ["asset"] = "USDT", ["quantity"] = usdt }),
    }.ToJsonString());

    public async Task SendAsync(string entity, string json)
    {
        IncomingMessage[] batch = [new IncomingMessage(string.Create(CultureInfo.InvariantCulture, $"m-{++received}"), Encoding.UTF8.GetBytes(json))];
        await (entity switch
        {
            Entities.PositionUpdates => router.RouteUpdatesAsync(batch, CancellationToken.None),
            Entities.LiquidationFills => router.RouteFillsAsync(batch, CancellationToken.None),
            _ => ingestor.IngestAsync(batch, CancellationToken.None),
        });
        await WorkAsync();
    }

    public async Task SweepAsync()
    {
        await sweeper.SweepAsync(CancellationToken.None);
        await WorkAsync();
    }

    Task IMessageSender.SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            if (message.Entity == Entities.ShardWork)
            {
                work.Enqueue(message);
            }
            else
            {
                sent.Add(message);
            }
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        metrics.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task WorkAsync()
    {
        while (work.TryDequeue(out var message))
        {
            Assert.Empty(format.Read(message.Body, out var piece));
            await processor.ProcessAsync(piece!, CancellationToken.None);
        }
    }

    private string Now() => Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
