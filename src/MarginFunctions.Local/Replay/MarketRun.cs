using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Hosting;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Replay;

/// <summary>
/// A book driven through prices on a simulated clock, through the real queues and the real engine. One step follows another, so the same input gives the same result.
/// </summary>
internal sealed class MarketRun : IAsyncDisposable
{
    private const int Batch = 4096;
    private static readonly string Notifications = EntityDefinition.SubscriptionPath(Entities.MarginCalls, Entities.Notifications);

    private readonly ThrowAwayFile file;
    private readonly EngineHost host;
    private readonly EngineSteps steps;
    private readonly SimulatedTime time;
    private readonly SimulatedVenue venue;
    private readonly SortedDictionary<string, BrokerAccount> book;
    private long timersMinute = -1;

    private MarketRun(ThrowAwayFile file, EngineHost host, SimulatedTime time, IReadOnlyList<BrokerAccount> accounts)
    {
        this.file = file;
        this.host = host;
        this.time = time;
        steps = new EngineSteps(host, Batch);
        book = new SortedDictionary<string, BrokerAccount>(accounts.ToDictionary(a => a.AccountId), StringComparer.Ordinal);
        venue = new SimulatedVenue(host.Parameters, book);
        Marks = MarkSet.None(host.Parameters);
    }

    /// <summary>The marks after the last tick.</summary>
    public MarkSet Marks { get; private set; }

    /// <summary>What shard work did so far.</summary>
    public ShardReport Report => steps.Total;

    /// <summary>The accounts as the broker knows them.</summary>
    public IReadOnlyDictionary<string, BrokerAccount> Book => book;

    /// <summary>The simulated time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Orders filled so far.</summary>
    public int Fills { get; private set; }

    /// <summary>Opens a run before its first tick, whose prices the book was made with.</summary>
    public static async Task<MarketRun> OpenAsync(RiskParameters parameters, PriceTick first, IReadOnlyList<BrokerAccount> accounts, CancellationToken stop)
    {
        var file = new ThrowAwayFile();
        try
        {
            var time = new SimulatedTime(first.At);
            var host = await EngineHost.OpenAsync(file.Path, EmbeddedDurability.ThrowAway, parameters, time, stop);
            var run = new MarketRun(file, host, time, accounts);
            await run.TickAsync(first, stop);
            foreach (var chunk in accounts.Chunk(Batch))
            {
                await host.Queues.SendAsync([.. chunk.Select(a => BrokerMessages.Update(a, first.At))], stop);
                await run.steps.DrainAsync(stop);
            }

            return run;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Prices of every symbol that follows the tick's symbols, as a feed would quote them: instruments trade at their index.</summary>
    public static IReadOnlyDictionary<string, decimal> Quote(RiskParameters parameters, PriceTick tick)
    {
        var quotes = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var symbol in parameters.Symbols)
        {
            if (tick.Prices.TryGetValue(parameters.FindInstrument(symbol)?.Underlying ?? symbol, out var price))
            {
                quotes.Add(symbol, price);
            }
        }

        return quotes;
    }

    /// <summary>Moves the clock, posts the prices, lets the engine work, fills what it liquidates, publishes ranges and sends what an earlier minute had no room for once a minute, and lets a minute's sweep look at everything.</summary>
    /// <returns>The messages that customers got, in order.</returns>
    public async Task<IReadOnlyList<MarginCallMessage>> TickAsync(PriceTick tick, CancellationToken stop)
    {
        time.AdvanceTo(tick.At);
        var quotes = Quote(host.Parameters, tick);
        foreach (var (symbol, price) in quotes)
        {
            Marks = Marks.With(host.Parameters.FindSymbol(symbol)!.Value, price);
        }

        if (quotes.Count > 0)
        {
            await host.Queues.SendAsync([BrokerMessages.Prices(tick.At, quotes)], stop);
        }

        var told = new List<MarginCallMessage>();
        await SettleAsync(told, stop);
        await RunTimersAsync(stop);
        await host.Sweeper.SweepAsync(stop);
        await SettleAsync(told, stop);
        return told;
    }

    /// <summary>A customer answers a call.</summary>
    public Task DepositAsync(string accountId, decimal amount, CancellationToken stop)
    {
        var account = book[accountId];
        account.Add(host.Parameters.AccountCurrency, amount);
        account.Sequence++;
        return host.Queues.SendAsync([BrokerMessages.Update(account, Now)], stop);
    }

    /// <summary>The latest version of the risk state; null where ranges are the model's own.</summary>
    public Task<RiskStateRecord?> ReadRiskStateAsync(CancellationToken stop) => host.RiskStates.ReadLatestAsync(stop);

    /// <summary>The state of every account as the engine stored it, by account id.</summary>
    public async Task<IReadOnlyList<AccountState>> ReadAccountsAsync(CancellationToken stop)
    {
        var states = new List<AccountState>();
        for (var shard = 0; shard < host.Parameters.ShardCount; shard++)
        {
            var contents = await host.Shards.LoadAsync(shard, stop);
            states.AddRange(contents.Accounts.Select(row => JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.AccountState)!));
        }

        return [.. states.OrderBy(s => s.AccountId, StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        file.Dispose();
    }

    private async Task RunTimersAsync(CancellationToken stop)
    {
        var minute = Now.UtcTicks / TimeSpan.TicksPerMinute;
        if (minute > timersMinute)
        {
            timersMinute = minute;
            await steps.UpdateRiskStateAsync(stop);
            await steps.RunLiquidationJobsAsync(stop);
        }
    }

    /// <summary>Lets engine and venue answer each other until both are silent.</summary>
    private async Task SettleAsync(List<MarginCallMessage> told, CancellationToken stop)
    {
        do
        {
            await steps.DrainAsync(stop);
            IReadOnlyList<LockedMessage> messages;
            while ((messages = await host.Queues.ReceiveAsync(Notifications, Batch, stop)).Count > 0)
            {
                told.AddRange(messages.Select(m => JsonSerializer.Deserialize(m.Body.Span, EngineJson.Default.MarginCallMessage)!));
                await host.Queues.CompleteAsync(messages, stop);
            }
        }
        while (await FillJobsAsync(stop));
    }

    private async Task<bool> FillJobsAsync(CancellationToken stop)
    {
        var filled = false;
        while (await host.Queues.AcceptNextSessionAsync(Entities.LiquidationJobs, stop) is { } session)
        {
            var jobs = await host.Queues.ReceiveAsync(session, Batch, stop);
            var fills = jobs.SelectMany(job => venue.Fill(job.Body, Marks, Now)).ToList();
            await host.Queues.SendAsync(fills, stop);
            await host.Queues.CompleteAsync(jobs, stop);
            await host.Queues.ReleaseSessionAsync(session, stop);
            Fills += fills.Count;
            filled = true;
        }

        return filled;
    }
}
