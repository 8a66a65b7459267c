using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Hosting;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Replay;

/// <summary>
/// A book driven through prices on a simulated clock, through the real queues and the real engine. One step follows another, so the same input gives the same result.
/// </summary>
internal sealed class MarketRun : IAsyncDisposable
{
    private const int Batch = 4096;
    private const int QuietMinutes = 5;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly string Notifications = EntityDefinition.SubscriptionPath(Entities.MarginCalls, Entities.Notifications);

    private readonly ThrowAwayFile file;
    private readonly EngineHost host;
    private readonly EngineSteps steps;
    private readonly SimulatedTime time;
    private readonly SimulatedVenue venue;
    private readonly SimulatedBroker broker;
    private readonly MarketRunSettings settings;
    private readonly HashSet<(string AccountId, string Pool)> liquidating = [];
    private readonly List<MarketEvent> events = [];
    private readonly List<double> jobTimes = [];
    private long timersMinute = -1;

    private MarketRun(ThrowAwayFile file, EngineHost host, SimulatedTime time, IReadOnlyList<BrokerAccount> accounts, MarketRunSettings settings)
    {
        this.file = file;
        this.host = host;
        this.time = time;
        this.settings = settings;
        steps = new EngineSteps(host, Batch);
        broker = new SimulatedBroker(host.Parameters, new SortedDictionary<string, BrokerAccount>(accounts.ToDictionary(a => a.AccountId), StringComparer.Ordinal));
        venue = new SimulatedVenue(host.Parameters, settings.Venue, broker);
        Before = broker.Totals();
        Marks = MarkSet.None(host.Parameters);
    }

    /// <summary>The marks after the last tick.</summary>
    public MarkSet Marks { get; private set; }

    /// <summary>What shard work did so far.</summary>
    public ShardReport Report => steps.Total;

    /// <summary>The accounts as the broker knows them, and who was on the other side.</summary>
    public SimulatedBroker Broker => broker;

    /// <summary>What everybody had of each asset when the run began.</summary>
    public IReadOnlyDictionary<string, decimal> Before { get; }

    /// <summary>The risk parameters.</summary>
    public RiskParameters Parameters => host.Parameters;

    /// <summary>The simulated time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How many pools are being liquidated.</summary>
    public int OpenLiquidations => liquidating.Count;

    /// <summary>Real milliseconds from the posting of prices to the arrival, in the brokers' queue, of each job that they caused. Measured, so no two runs are alike.</summary>
    public IReadOnlyList<double> JobTimes => jobTimes;

    /// <summary>Opens a run before its first tick, whose prices the book was made with.</summary>
    public static async Task<MarketRun> OpenAsync(
        RiskParameters parameters, PriceTick first, IReadOnlyList<BrokerAccount> accounts, CancellationToken stop, MarketRunSettings? settings = null)
    {
        var file = new ThrowAwayFile();
        try
        {
            var time = new SimulatedTime(first.At);
            var host = await EngineHost.OpenAsync(file.Path, EmbeddedDurability.ThrowAway, parameters, time, stop);
            var run = new MarketRun(file, host, time, accounts, settings ?? MarketRunSettings.Default);
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

    /// <summary>
    /// Lets the minutes up to the tick pass while liquidations are open, moves the clock, posts the prices, lets engine, venue and broker answer each other, lets the timers of a minute
    /// do their work, and a sweep look at everything.
    /// </summary>
    /// <returns>What happened since the last tick, in order.</returns>
    public async Task<IReadOnlyList<MarketEvent>> TickAsync(PriceTick tick, CancellationToken stop)
    {
        await PassMinutesAsync(tick.At, stop);
        time.AdvanceTo(tick.At);
        venue.AdvanceTo(tick.At);
        var path = Quote(host.Parameters, tick);
        venue.Quote(path);
        await PostAsync(tick.At, settings.FeedsBack ? Moved(path) : path, stop);
        await RunTimersAsync(stop);
        return TakeEvents();
    }

    /// <summary>A customer answers a call, before the next prices come.</summary>
    public async Task DepositAsync(MoneyDeposited deposit, CancellationToken stop)
    {
        events.Add(deposit);
        await host.Queues.SendAsync([broker.Deposit(deposit.AccountId, deposit.Amount, Now)], stop);
        await SettleAsync(stop);
    }

    /// <summary>The latest version of the risk state; null where ranges are the model's own.</summary>
    public Task<RiskStateRecord?> ReadRiskStateAsync(CancellationToken stop) => host.RiskStates.ReadLatestAsync(stop);

    /// <summary>The insurance fund as the engine stored it.</summary>
    public async Task<FundState> ReadFundAsync(CancellationToken stop) =>
        (await host.Funds.LoadAsync(host.Parameters.AccountCurrency, stop)).State is { } row ? JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundState)! : FundState.Unopened;

    /// <summary>What all accounts lack now, and what there is to cover it.</summary>
    public Task<CoverageReport> ReportCoverageAsync(CancellationToken stop) => host.Coverage.ReportAsync(stop);

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
            await steps.ShareLossesAsync(stop);
        }

        await host.Sweeper.SweepAsync(stop);
        await SettleAsync(stop);
    }

    /// <summary>Where prices are further apart than a minute, liquidations go on in the minutes between, until they are over or nothing moves any more.</summary>
    private async Task PassMinutesAsync(DateTimeOffset until, CancellationToken stop)
    {
        for (var quiet = 0; liquidating.Count > 0 && quiet < QuietMinutes && Now + Minute < until; quiet++)
        {
            var before = events.Count;
            time.Advance(Minute);
            await SettleAsync(stop);
            await RunTimersAsync(stop);
            if (events.Count > before)
            {
                quiet = 0;
            }
        }
    }

    private async Task PostAsync(DateTimeOffset at, IReadOnlyDictionary<string, decimal> quotes, CancellationToken stop)
    {
        foreach (var (symbol, price) in quotes)
        {
            Marks = Marks.With(host.Parameters.FindSymbol(symbol)!.Value, price);
        }

        var posted = TimeProvider.System.GetTimestamp();
        if (quotes.Count > 0)
        {
            await host.Queues.SendAsync([BrokerMessages.Prices(at, quotes)], stop);
        }

        await DrainAsync(posted, stop);
        await SettleAsync(stop);
    }

    /// <summary>The path's prices with what liquidations have moved them by.</summary>
    private Dictionary<string, decimal> Moved(IReadOnlyDictionary<string, decimal> path) => path.ToDictionary(
        quote => quote.Key,
        quote => TradedMarket.Round(quote.Value * (1 + venue.Impact.Of(host.Parameters.FindInstrument(quote.Key)?.Underlying ?? quote.Key)), up: false),
        StringComparer.Ordinal);

    /// <summary>Lets engine, venue and broker answer each other until all are silent.</summary>
    private async Task SettleAsync(CancellationToken stop)
    {
        do
        {
            await DrainAsync(posted: null, stop);
        }
        while (await BookAsync(stop) | await TradeAsync(stop));
    }

    /// <summary>Lets the engine work until it has nothing to do, and takes its jobs as they come.</summary>
    /// <param name="posted">When prices were posted, to measure how long their jobs take; null when that is not what the work is about.</param>
    /// <param name="stop">Stops.</param>
    private async Task DrainAsync(long? posted, CancellationToken stop)
    {
        do
        {
            while (await host.Queues.AcceptNextSessionAsync(Entities.LiquidationJobs, stop) is { } session)
            {
                var jobs = await host.Queues.ReceiveAsync(session, Batch, stop);
                foreach (var job in jobs)
                {
                    if (posted is { } since)
                    {
                        jobTimes.Add(TimeProvider.System.GetElapsedTime(since).TotalMilliseconds);
                    }

                    venue.Accept(JsonSerializer.Deserialize(job.Body.Span, EngineJson.Default.LiquidationJob)!);
                }

                await host.Queues.CompleteAsync(jobs, stop);
                await host.Queues.ReleaseSessionAsync(session, stop);
            }
        }
        while (await steps.StepAsync(stop));
    }

    /// <summary>Reads what the engine tells; the broker books the entries in it.</summary>
    private async Task<bool> BookAsync(CancellationToken stop)
    {
        var answers = new List<OutgoingMessage>();
        IReadOnlyList<LockedMessage> messages;
        while ((messages = await host.Queues.ReceiveAsync(Notifications, Batch, stop)).Count > 0)
        {
            foreach (var message in messages.Select(m => JsonSerializer.Deserialize(m.Body.Span, EngineJson.Default.MarginCallMessage)!))
            {
                Follow(message);
                if (message.Entries is { } entries && broker.Book(message.AccountId, entries, Now) is { } answer)
                {
                    answers.Add(answer);
                }
            }

            await host.Queues.CompleteAsync(messages, stop);
        }

        await host.Queues.SendAsync(answers, stop);
        return answers.Count > 0;
    }

    private void Follow(MarginCallMessage message)
    {
        var pool = (message.AccountId, message.Pool);
        if (message.Kind == MarginEventKind.Liquidating && liquidating.Add(pool))
        {
            events.Add(new LiquidationBegun(message.AccountId, message.Pool, broker.Accounts[message.AccountId].Notional(message.Pool, host.Parameters, Marks)));
        }
        else if (message.Kind is MarginEventKind.Closed or MarginEventKind.BadDebt)
        {
            liquidating.Remove(pool);
        }

        events.Add(new MessageTold(message));
    }

    private async Task<bool> TradeAsync(CancellationToken stop)
    {
        var traded = venue.Trade(Now, out var messages);
        events.AddRange(traded.Select(fill => new OrderTraded(fill)));
        await host.Queues.SendAsync(messages, stop);
        return traded.Count > 0;
    }

    private IReadOnlyList<MarketEvent> TakeEvents()
    {
        IReadOnlyList<MarketEvent> taken = [.. events];
        events.Clear();
        return taken;
    }
}
