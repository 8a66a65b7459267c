using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Insurance funds in memory.</summary>
internal sealed class InMemoryFundStore(PortSteps steps) : IFundStore
{
    private readonly InMemoryPartitions partitions = new(steps, "fund");

    /// <summary>Rows that stood there and were written again with another body.</summary>
    public IReadOnlyList<string> Rewritten => partitions.Rewritten;

    /// <summary>The most rows of any transaction, header included.</summary>
    public int MostRows => partitions.MostRows;

    /// <summary>Transactions applied to a fund.</summary>
    public int Commits(string currency) => partitions.Commits.GetValueOrDefault(currency);

    /// <summary>The row of a fund's balances as it is now.</summary>
    public ShardRow? State(string currency) => partitions.Row(currency, RowKeys.FundState);

    /// <summary>A fund's messages that are still to be sent, as they are now.</summary>
    public IReadOnlyList<ShardRow> Outbox(string currency) => partitions.Rows(currency, RowKeys.OutboxPrefix);

    /// <summary>A fund's settlements as they are now.</summary>
    public IReadOnlyList<FundSettlement> Settlements(string currency) =>
        [.. partitions.Rows(currency, RowKeys.SettlementPrefix).Select(row => JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundSettlement)!)];

    public async Task<FundContents> LoadAsync(string currency, CancellationToken cancellationToken)
    {
        await steps.Enter("fund.Load").ConfigureAwait(false);
        var header = partitions.Header(currency);
        await steps.Between("fund.Load").ConfigureAwait(false);
        var state = partitions.Row(currency, RowKeys.FundState);
        await steps.Between("fund.Load").ConfigureAwait(false);
        var outbox = partitions.Rows(currency, RowKeys.OutboxPrefix);
        await steps.Leave("fund.Load").ConfigureAwait(false);
        return new FundContents(header, state, outbox);
    }

    public async Task<IReadOnlyList<ShardRow>> FindAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await steps.Enter("fund.Find").ConfigureAwait(false);
        return [.. keys.Select(key => partitions.Row(currency, key)).OfType<ShardRow>()];
    }

    public async Task<IReadOnlyList<ShardRow>> ReadSettlementsAsync(string currency, long from, int most, CancellationToken cancellationToken)
    {
        await steps.Enter("fund.ReadSettlements").ConfigureAwait(false);
        return [.. partitions.Rows(currency, RowKeys.SettlementPrefix).Where(row => string.CompareOrdinal(row.Key, RowKeys.Settlement(from)) >= 0).Take(most)];
    }

    public Task<StoredHeader?> CommitAsync(ShardTransaction transaction, CancellationToken cancellationToken) => partitions.CommitAsync(transaction);

    public Task DeleteOutboxAsync(string currency, IReadOnlyList<string> keys, CancellationToken cancellationToken) => partitions.DeleteOutboxAsync(currency, keys);
}
