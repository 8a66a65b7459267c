using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Cover;

/// <summary>
/// Settles requests to the insurance fund. A <see cref="FundRound"/> is one transaction; a crash between any two steps loses nothing and repeats no effect, and of two workers on one fund the second starts again.
/// </summary>
public sealed class FundProcessor
{
    private const int MaximumAttempts = 8;

    private readonly RiskParameters parameters;
    private readonly FundTerms? terms;
    private readonly IFundStore store;
    private readonly WinnerReader winnerReader;
    private readonly IMessageSender sender;
    private readonly EngineMetrics metrics;
    private readonly TimeProvider time;
    private readonly string writer = Guid.NewGuid().ToString("N");
    private long transactions;

    /// <summary>A processor of the fund in account currency.</summary>
    public FundProcessor(RiskParameters parameters, IFundStore store, IShardStore shards, IMarkStore marks, IMessageSender sender, EngineMetrics metrics, TimeProvider time)
    {
        this.parameters = parameters;
        terms = FundTerms.Of(parameters);
        this.store = store;
        winnerReader = new WinnerReader(parameters, shards, marks, store);
        this.sender = sender;
        this.metrics = metrics;
        this.time = time;
    }

    /// <summary>Opens the fund where it was never opened, and books top-ups that are new. Does nothing where the parameters have no fund, and nothing twice.</summary>
    /// <exception cref="FundContendedException">Other writers were first too often.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (terms is not null)
        {
            await RepeatAsync(
                async () =>
                {
                    var fund = await LoadAsync(terms, cancellationToken).ConfigureAwait(false);
                    return await EndowAsync(fund, terms, cancellationToken).ConfigureAwait(false);
                },
                terms).ConfigureAwait(false);
        }
    }

    /// <summary>Settles requests in their order, in as few transactions as they fit in. Returns when all effects are committed and sent; doing it again, even a day later, changes nothing.</summary>
    /// <exception cref="FundContendedException">Other writers were first too often. What is settled by then is settled; the requests are to be tried again later.</exception>
    /// <exception cref="InvalidOperationException">The parameters have no fund.</exception>
    public async Task SettleAsync(IReadOnlyList<CoverageRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        if (requests.Count == 0)
        {
            return;
        }

        var known = terms ?? throw new InvalidOperationException($"Request {requests[0].Id} has no fund to go to: risk parameters {parameters.Version} have no section fund.");
        await RepeatAsync(() => TrySettleAsync(requests, known, cancellationToken), known).ConfigureAwait(false);
    }

    /// <summary>Has winners share what has been gathered for them, where that is due, and sends what another may have left unsent. To be called every minute.</summary>
    /// <exception cref="FundContendedException">Other writers were first too often.</exception>
    public async Task ShareLossesAsync(CancellationToken cancellationToken)
    {
        if (terms is { Policy.LossAllocation: LossAllocation.Mutualisation })
        {
            await RepeatAsync(() => TrySettleAsync([], terms, cancellationToken), terms).ConfigureAwait(false);
        }
    }

    /// <returns>False when another writer was first: load the fund and start again.</returns>
    private async Task<bool> TrySettleAsync(IReadOnlyList<CoverageRequest> requests, FundTerms terms, CancellationToken cancellationToken)
    {
        var fund = await LoadAsync(terms, cancellationToken).ConfigureAwait(false);
        await SendOutboxAsync(fund, terms, cancellationToken).ConfigureAwait(false);
        if (!await EndowAsync(fund, terms, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var handled = await store.FindAsync(terms.Currency, [.. requests.Select(r => RowKeys.Handled(r.Id)).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        if (handled.Any(row => NumberOf(row) > fund.State.Count))
        {
            // Settled after the fund was read: its answers were not in the outbox yet, and whoever settled it may have died before sending them.
            return false;
        }

        var known = handled.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        return await SettleAsync(fund, [.. requests.DistinctBy(r => r.Id, StringComparer.Ordinal).Where(r => !known.Contains(RowKeys.Handled(r.Id)))], terms, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False when another writer was first.</returns>
    private async Task<bool> SettleAsync(LoadedFund fund, IReadOnlyList<CoverageRequest> open, FundTerms terms, CancellationToken cancellationToken)
    {
        var waiting = new Queue<CoverageRequest>(open);
        WinnerBook? winners = null;
        while (waiting.Count > 0 || FundDecision.IsSharingDue(fund.State, terms, time.GetUtcNow()))
        {
            var round = new FundRound(fund.State, terms, time.GetUtcNow());
            if (winners is not null)
            {
                round.Use(winners);
            }

            while (!round.IsFull && waiting.TryDequeue(out var request))
            {
                if (round.LacksWinners(request))
                {
                    round.Use(winners = await winnerReader.ReadAsync(fund.State, open, terms, round.Now, cancellationToken).ConfigureAwait(false));
                }

                round.Settle(request);
            }

            if (round.IsSharingDue)
            {
                if (winners is null)
                {
                    round.Use(winners = await winnerReader.ReadAsync(fund.State, open, terms, round.Now, cancellationToken).ConfigureAwait(false));
                }

                round.Share();
            }

            if (!await CommitAsync(fund, round, terms, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            await SendOutboxAsync(fund, terms, cancellationToken).ConfigureAwait(false);
        }

        if (winners is not null)
        {
            metrics.RecordUnpricedWinners(winners.Unpriced);
        }

        return true;
    }

    private async Task<LoadedFund> LoadAsync(FundTerms terms, CancellationToken cancellationToken) =>
        new(await store.LoadAsync(terms.Currency, cancellationToken).ConfigureAwait(false));

    /// <returns>False when another writer was first.</returns>
    private async Task<bool> EndowAsync(LoadedFund fund, FundTerms terms, CancellationToken cancellationToken)
    {
        while (FundDecision.Endow(fund.State, terms, time.GetUtcNow()) is { } gift)
        {
            var round = new FundRound(fund.State, terms, gift.Settlement.At);
            round.Endow(gift);
            if (!await CommitAsync(fund, round, terms, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> CommitAsync(LoadedFund fund, FundRound round, FundTerms terms, CancellationToken cancellationToken)
    {
        var nextOutbox = fund.Header?.Header.NextOutbox ?? 1;
        var outbox = FundOutbox.Rows(round.Answers, round.Now, nextOutbox);
        List<RowChange> rows = [new(RowKeys.FundState, JsonSerializer.SerializeToUtf8Bytes(round.State, EngineJson.Default.FundState)), .. outbox.Select(row => new RowChange(row.Key, row.Body))];
        foreach (var settlement in round.Settlements)
        {
            rows.Add(new RowChange(RowKeys.Settlement(settlement.Number), JsonSerializer.SerializeToUtf8Bytes(settlement, EngineJson.Default.FundSettlement)));
            if (settlement.AccountId is not null)
            {
                rows.Add(new RowChange(RowKeys.Handled(settlement.Id), Encoding.UTF8.GetBytes(settlement.Number.ToString(CultureInfo.InvariantCulture))));
            }
        }

        var header = new ShardHeader((fund.Header?.Header.Version ?? 0) + 1, $"{writer}-{Interlocked.Increment(ref transactions)}", nextOutbox + outbox.Count);
        if (await store.CommitAsync(new ShardTransaction(terms.Currency, header, fund.Header?.ETag, rows), cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return false;
        }

        metrics.RecordFund(fund.State, round.State);
        fund.Header = stored;
        fund.State = round.State;
        fund.Outbox.AddRange(outbox);
        return true;
    }

    private async Task SendOutboxAsync(LoadedFund fund, FundTerms terms, CancellationToken cancellationToken)
    {
        if (fund.Outbox.Count == 0)
        {
            return;
        }

        var oldest = time.GetUtcNow();
        var messages = fund.Outbox.ConvertAll(row =>
        {
            var outbox = JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundOutbox)!;
            oldest = outbox.StagedAt < oldest ? outbox.StagedAt : oldest;
            return outbox.Messages(terms.Currency, row.Key, parameters.ShardCount);
        });
        metrics.RecordOutboxAge(time.GetUtcNow() - oldest);

        // A crash after this and before the delete sends the same ids again, and the bus drops them.
        await sender.SendAsync([.. messages.SelectMany(m => m)], cancellationToken).ConfigureAwait(false);
        await store.DeleteOutboxAsync(terms.Currency, fund.Outbox.ConvertAll(row => row.Key), cancellationToken).ConfigureAwait(false);
        fund.Outbox.Clear();
    }

    private static async Task RepeatAsync(Func<Task<bool>> attempt, FundTerms terms)
    {
        for (var attempts = 0; attempts < MaximumAttempts; attempts++)
        {
            if (await attempt().ConfigureAwait(false))
            {
                return;
            }
        }

        throw new FundContendedException(terms.Currency, MaximumAttempts);
    }

    private static long NumberOf(ShardRow handled) => long.Parse(Encoding.UTF8.GetString(handled.Body.Span), CultureInfo.InvariantCulture);
}
