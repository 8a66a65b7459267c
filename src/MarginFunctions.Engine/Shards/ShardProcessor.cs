using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Shards;

/// <summary>
/// Processes work for shards. Everything that one decision changes is one transaction; a crash between any two steps loses nothing and repeats no effect.
/// </summary>
public sealed class ShardProcessor
{
    private const int MaximumAttempts = 8;
    private const int MaximumLooks = 8;
    private const int DecisionsPerMove = ShardTransaction.MaximumRows - 1;

    private readonly RiskParameters parameters;
    private readonly IShardStore store;
    private readonly IMarkStore markStore;
    private readonly IRiskStateStore riskStates;
    private readonly IBandIndex bandIndex;
    private readonly IDecisionHistory history;
    private readonly ISliceBudget slices;
    private readonly IMessageSender sender;
    private readonly EngineMetrics metrics;
    private readonly TimeProvider time;
    private readonly ShardPlanner planner;
    private readonly ShardCache cache = new();
    private readonly UsedUpMarkets usedUp = new();
    private readonly string writer = Guid.NewGuid().ToString("N");
    private long transactions;
    private RiskState risk = RiskState.None;

    /// <summary>A processor with its own copies of the shards it meets.</summary>
    public ShardProcessor(
        RiskParameters parameters,
        IShardStore store,
        IMarkStore markStore,
        IRiskStateStore riskStates,
        IBandIndex bandIndex,
        IDecisionHistory history,
        ISliceBudget slices,
        IMessageSender sender,
        EngineMetrics metrics,
        TimeProvider time)
    {
        this.parameters = parameters;
        this.store = store;
        this.markStore = markStore;
        this.riskStates = riskStates;
        this.bandIndex = bandIndex;
        this.history = history;
        this.slices = slices;
        this.sender = sender;
        this.metrics = metrics;
        this.time = time;
        planner = new ShardPlanner(parameters);
    }

    /// <summary>Does one piece of work. Returns when its effects are committed and sent; doing it again changes nothing.</summary>
    /// <exception cref="ShardContendedException">Other writers were first too often. The work is to be tried again later.</exception>
    public async Task<ShardReport> ProcessAsync(ShardWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var turn = await cache.EnterAsync(work.Shard, cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var shard = await LoadAsync(turn.Loaded, turn.Last, work.Shard, cancellationToken).ConfigureAwait(false);
            turn.Last = shard;

            // Until the work is done memory may run ahead of the store, so an exception must not leave it behind.
            turn.Loaded = null;
            if (await TryProcessAsync(shard, work, cancellationToken).ConfigureAwait(false) is { } report)
            {
                turn.Loaded = shard;
                metrics.Record(work.Kind, report);
                return report;
            }
        }

        throw new ShardContendedException(work.Shard, MaximumAttempts);
    }

    /// <returns>Null when another writer was first: reload and start again.</returns>
    private async Task<ShardReport?> TryProcessAsync(LoadedShard shard, ShardWork work, CancellationToken cancellationToken)
    {
        var total = default(ShardReport);
        IReadOnlyCollection<string> unfinished = [];
        await SendOutboxAsync(shard, cancellationToken).ConfigureAwait(false);
        do
        {
            var plan = await PlanAsync(shard, work, unfinished, cancellationToken).ConfigureAwait(false);
            if (!await CommitAsync(shard, plan, work.Kind, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            await SendOutboxAsync(shard, cancellationToken).ConfigureAwait(false);
            await WidenBandsAsync(shard, plan, cancellationToken).ConfigureAwait(false);
            total += plan.Report;
            unfinished = plan.Unfinished;

            // Answers that are taken are known by their ids; what is left of them is taken now.
            work = ShardWork.Reprice(work.Shard) with { Kind = work.Kind, Answers = unfinished.Count > 0 ? work.Answers : [] };
        }
        while (unfinished.Count > 0);

        if (work.Kind == ShardWorkKind.Sweep && !await MoveDecisionsAsync(shard, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        return total;
    }

    private async Task<LoadedShard> LoadAsync(LoadedShard? copy, LoadedShard? last, int shardId, CancellationToken cancellationToken)
    {
        if (copy is not null)
        {
            var header = await store.ReadHeaderAsync(shardId, cancellationToken).ConfigureAwait(false);
            if (header?.ETag == copy.Header?.ETag)
            {
                return copy;
            }
        }

        var contents = await store.LoadAsync(shardId, cancellationToken).ConfigureAwait(false);
        var shard = new LoadedShard(shardId) { Header = contents.Header };
        shard.Accounts.EnsureCapacity(contents.Accounts.Count);
        foreach (var row in contents.Accounts)
        {
            // Most rows are as they were: then so is all that was found of the account, for it follows from the row.
            var known = last?.Accounts.GetValueOrDefault(RowKeys.AccountOf(row.Key));
            var entry = known is not null && known.Row.Span.SequenceEqual(row.Body.Span) ? known : AccountEntry.Unassessed(row, parameters);
            shard.Accounts.Add(entry.State.AccountId, entry);
        }

        shard.Outbox.AddRange(contents.Outbox);

        // Read after the rows: whoever wrote them had narrowed the bands before.
        await ReadBandsAsync(shard, cancellationToken).ConfigureAwait(false);
        return shard;
    }

    private async Task ReadBandsAsync(LoadedShard shard, CancellationToken cancellationToken)
    {
        foreach (var (symbol, band) in await bandIndex.ReadShardAsync(shard.Shard, cancellationToken).ConfigureAwait(false))
        {
            shard.Published[symbol] = band;
        }
    }

    private async Task<ShardPlan> PlanAsync(LoadedShard shard, ShardWork work, IReadOnlyCollection<string> alsoLookAt, CancellationToken cancellationToken)
    {
        var grants = new SliceGrants(usedUp, shard.Refused);
        var marks = await ReadMarksAsync(cancellationToken).ConfigureAwait(false);
        for (var look = 0; look < MaximumLooks; look++)
        {
            var plan = planner.Plan(shard, work, alsoLookAt, marks, grants);
            if (plan.Wishes.Count > 0)
            {
                // Taken before the commit, for no one else may take it meanwhile. A crash in between wastes it, for this minute only; and the same decision made again in this minute is granted the same, by its job's id.
                await TakeSlicesAsync(shard, plan, grants, cancellationToken).ConfigureAwait(false);
                plan = planner.Plan(shard, work, alsoLookAt, marks, grants);
            }

            if (plan.Changes.Count == 0 || !await NarrowBandsAsync(shard, plan, cancellationToken).ConfigureAwait(false))
            {
                // Nothing is narrower than what is published, so ingestion already tells of every mark that would matter.
                return plan;
            }

            // Price ingestion writes a mark and then reads the bands; here the bands are written and then the marks are read. Whichever comes second sees the other,
            // so a mark that leaves these bands is either seen now or makes a reprice later.
            marks = await ReadMarksAsync(cancellationToken).ConfigureAwait(false);
            if (!HasLeft(plan, marks))
            {
                return plan;
            }
        }

        throw new ShardContendedException(shard.Shard, MaximumLooks);
    }

    private async Task TakeSlicesAsync(LoadedShard shard, ShardPlan plan, SliceGrants grants, CancellationToken cancellationToken)
    {
        var minute = SliceMinute.Of(plan.Marks.At!.Value);
        foreach (var wishes in plan.Wishes.GroupBy(wish => (wish.Instrument, wish.Cap)))
        {
            SliceRequest[] requests = [.. wishes.Select(wish => wish.Request)];
            var asked = new SliceMinute(wishes.Key.Instrument, minute, wishes.Key.Cap);
            var granted = await slices.TakeAsync(asked, requests, cancellationToken).ConfigureAwait(false);
            for (var n = 0; n < requests.Length; n++)
            {
                usedUp.Note(asked, requests[n], granted[n]);
                shard.Refused.Note(asked, requests[n], granted[n]);
                grants.Add(wishes.Key.Instrument, requests[n].Id, granted[n]);
            }

            metrics.RecordSlices(wishes.Key.Instrument, requests.Where((request, n) => granted[n] < request.Wanted).Count());
        }
    }

    private bool HasLeft(ShardPlan plan, MarkSet marks)
    {
        foreach (var (symbol, band) in plan.Bands)
        {
            var index = parameters.FindSymbol(symbol)!.Value;
            if (marks.Find(index) is { } mark && mark != plan.Marks.Find(index) && !band.Contains(mark))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<MarkSet> ReadMarksAsync(CancellationToken cancellationToken)
    {
        var latest = await ReadRiskAsync(cancellationToken).ConfigureAwait(false);
        var marks = await markStore.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        return MarkSet.Of(parameters, marks.Select(m => KeyValuePair.Create(m.Symbol, m.Price)), time.GetUtcNow(), latest);
    }

    /// <summary>The latest ranges. The same version is the same object, for every account remembers the one that its bands were found with.</summary>
    private async Task<RiskState> ReadRiskAsync(CancellationToken cancellationToken)
    {
        if (parameters.DynamicMargin is null)
        {
            return RiskState.None;
        }

        var latest = await riskStates.ReadLatestAsync(cancellationToken).ConfigureAwait(false);
        var known = Volatile.Read(ref risk);
        if (latest is null || latest.Version == known.Version)
        {
            return latest is null ? RiskState.None : known;
        }

        var next = latest.ToRiskState();
        Volatile.Write(ref risk, next);
        return next;
    }

    /// <summary>Before the commit: what is published must hold for the accounts as they were and as they will be.</summary>
    /// <returns>False when it holds already.</returns>
    private async Task<bool> NarrowBandsAsync(LoadedShard shard, ShardPlan plan, CancellationToken cancellationToken)
    {
        // The first time all rows are written, to put this worker's version on them: a predecessor that still runs can then no longer widen them.
        var narrower = plan.Bands
            .Where(b => !shard.OwnsBands || !shard.Published.TryGetValue(b.Key, out var published) || !b.Value.Covers(published))
            .ToDictionary(b => b.Key, b => b.Value, StringComparer.Ordinal);
        if (narrower.Count > 0)
        {
            await bandIndex.NarrowAsync(shard.Shard, NextVersion(shard), narrower, cancellationToken).ConfigureAwait(false);
            foreach (var (symbol, band) in narrower)
            {
                shard.Published[symbol] = shard.Published.GetValueOrDefault(symbol, PriceBand.Everything).Intersect(band);
            }
        }

        if (!shard.OwnsBands)
        {
            // Until now a predecessor could still widen what was read on loading, for it commits first and widens after.
            await ReadBandsAsync(shard, cancellationToken).ConfigureAwait(false);
            shard.OwnsBands = true;
        }

        return narrower.Count > 0;
    }

    /// <summary>After the commit: bands follow the market. Only under a new version, for a worker that has not seen this one must not trust its copy.</summary>
    private async Task WidenBandsAsync(LoadedShard shard, ShardPlan plan, CancellationToken cancellationToken)
    {
        var wider = WiderBands(shard, plan);
        if (wider.Count > 0)
        {
            await bandIndex.ReplaceAsync(shard.Shard, shard.Header!.Header.Version, wider, cancellationToken).ConfigureAwait(false);
            foreach (var (symbol, band) in wider)
            {
                shard.Published[symbol] = band;
            }
        }
    }

    /// <summary>None when nothing was looked at: then nothing was committed either.</summary>
    private Dictionary<string, PriceBand> WiderBands(LoadedShard shard, ShardPlan plan) => plan.Bands
        .Where(b => plan.Changes.Count > 0 && IsWorthWidening(shard.Published[b.Key], b.Value, plan.Marks.Find(parameters.FindSymbol(b.Key)!.Value)))
        .ToDictionary(b => b.Key, b => b.Value, StringComparer.Ordinal);

    /// <summary>Widening costs a row and waits for nothing, so it is done when the published room on a side is less than half of what there is.</summary>
    private static bool IsWorthWidening(PriceBand published, PriceBand band, decimal? mark)
    {
        if (published == band || band.IsEmpty)
        {
            return false;
        }

        return mark is not { } price || published.IsEmpty || !published.Contains(price)
            || price - published.Low < (price - band.Low) / 2 || published.High - price < (band.High - price) / 2;
    }

    private async Task<bool> CommitAsync(LoadedShard shard, ShardPlan plan, ShardWorkKind kind, CancellationToken cancellationToken)
    {
        var slice = new List<AccountChange>();
        var rows = 0;
        var bytes = 0;
        foreach (var change in plan.Changes.Where(c => c.Rows.Count > 0))
        {
            var size = change.StoredBytes;
            if (rows + change.Rows.Count >= ShardTransaction.MaximumRows || bytes + size > ShardTransaction.MaximumBytes)
            {
                if (!await CommitSliceAsync(shard, slice, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                slice.Clear();
                rows = bytes = 0;
            }

            slice.Add(change);
            rows += change.Rows.Count;
            bytes += size;
        }

        // With nothing to store the version is still raised when bands were found anew, for a worker that has not seen it must not trust its older ones, and by every repricing: the mark may have left the
        // bands of a worker that has narrowed them, has lost the shard and is about to commit. That commit must not come after the one message that would have looked at it again: it comes before, and
        // this one fails, or never.
        if ((slice.Count > 0 || kind == ShardWorkKind.Reprice || plan.Changes.Count > 0)
            && !await CommitSliceAsync(shard, slice, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var entry in plan.Changes.Select(c => c.Entry).OfType<AccountEntry>())
        {
            shard.Accounts[entry.State.AccountId] = entry;
        }

        return true;
    }

    private async Task<bool> CommitSliceAsync(LoadedShard shard, IReadOnlyList<AccountChange> slice, CancellationToken cancellationToken)
    {
        var outbox = slice.SelectMany(c => c.OutboxRows).ToList();
        if (!await CommitRowsAsync(shard, [.. slice.SelectMany(c => c.Rows)], outbox.Count, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        shard.Outbox.AddRange(outbox);
        return true;
    }

    private async Task<bool> CommitRowsAsync(LoadedShard shard, IReadOnlyList<RowChange> rows, int outboxRows, CancellationToken cancellationToken)
    {
        var header = new ShardHeader(NextVersion(shard), $"{writer}-{Interlocked.Increment(ref transactions)}", (shard.Header?.Header.NextOutbox ?? 1) + outboxRows);
        var stored = await store.CommitAsync(new ShardTransaction(shard.Shard, header, shard.Header?.ETag, rows), cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return false;
        }

        shard.Header = stored;
        return true;
    }

    private async Task SendOutboxAsync(LoadedShard shard, CancellationToken cancellationToken)
    {
        if (shard.Outbox.Count == 0)
        {
            return;
        }

        var oldest = time.GetUtcNow();
        var messages = shard.Outbox.ConvertAll(row =>
        {
            var record = JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.OutboxRecord)!;
            oldest = record.StagedAt < oldest ? record.StagedAt : oldest;
            return new OutgoingMessage(
                record.Entity,
                $"{RowKeys.Shard(shard.Shard)}|{row.Key}",
                record.SessionId,
                JsonSerializer.SerializeToUtf8Bytes(record.Body, EngineJson.Default.JsonElement),
                record.Subject,
                BrokerId: BrokerIds.OfAccount(record.AccountId));
        });
        metrics.RecordOutboxAge(time.GetUtcNow() - oldest);

        // A crash after this and before the delete sends the same ids again, and the bus drops them.
        await sender.SendAsync(messages, cancellationToken).ConfigureAwait(false);
        await store.DeleteOutboxAsync(shard.Shard, shard.Outbox.ConvertAll(row => row.Key), cancellationToken).ConfigureAwait(false);
        shard.Outbox.Clear();
    }

    /// <summary>Keeps the shard small: decisions, whose messages have been sent by now, go to their account's history. Moving one twice moves it once.</summary>
    private async Task<bool> MoveDecisionsAsync(LoadedShard shard, CancellationToken cancellationToken)
    {
        while (shard.Header is not null)
        {
            var rows = await store.ReadDecisionsAsync(shard.Shard, DecisionsPerMove, cancellationToken).ConfigureAwait(false);
            if (rows.Count == 0)
            {
                break;
            }

            await history.AppendAsync(rows, cancellationToken).ConfigureAwait(false);
            if (!await CommitRowsAsync(shard, [.. rows.Select(r => new RowChange(r.Key, Body: null))], outboxRows: 0, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private static long NextVersion(LoadedShard shard) => (shard.Header?.Header.Version ?? 0) + 1;
}
