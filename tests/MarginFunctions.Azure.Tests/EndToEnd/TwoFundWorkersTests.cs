using System.Text.Json;
using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Storage;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.EndToEnd;

/// <summary>Two workers with stores of their own on one fund in real tables, one of them over a network that loses replies.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TwoFundWorkersTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    // The sample's fund has 1,000,000.
    private static readonly RiskParameters Parameters = RiskParametersFile.LoadSample();

    private readonly EngineMetrics _metrics = new();
    private readonly LostReplies _network = new();
    private TableClient _table = null!;

    public async Task InitializeAsync() => _table = await Tables.CreateAsync(azurite);

    public async Task DisposeAsync()
    {
        _metrics.Dispose();
        await _table.DeleteAsync();
    }

    [Fact]
    public async Task Requests_that_both_workers_take_at_once_are_paid_once_and_no_more_than_there_is()
    {
        FundProcessor[] workers = [Worker(new TableFundStore(_table)), Worker(new TableFundStore(_table.Through(azurite, _network)))];
        var requests = Enumerable.Range(1, 24).Select(n => new CoverageRequest($"A{n}|cross|{n}", CoverageRequestKind.BadDebt, $"A{n}", "cross", "USDT", 70_000.00000001m, DateTimeOffset.UnixEpoch)).ToList();
        foreach (var pair in requests.Chunk(2))
        {
            _network.LoseNext(1);

            // Each has its own request and then the other's.
            await Task.WhenAll(SettleAsync(workers[0], [pair[0], pair[1]]), SettleAsync(workers[1], [pair[1], pair[0]]));
        }

        var contents = await new TableFundStore(_table).LoadAsync("USDT", None);
        var state = JsonSerializer.Deserialize(contents.State!.Body.Span, EngineJson.Default.FundState)!;
        var settlements = (await new TableFundStore(_table).ReadSettlementsAsync("USDT", 1, 100, None)).Select(row => JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundSettlement)!).ToList();
        Assert.Equal(requests.Select(r => r.Id).Order(StringComparer.Ordinal), settlements.Skip(1).Select(s => s.Id).Order(StringComparer.Ordinal));
        Assert.Equal((0m, 1_000_000m, 680_000.00000024m), (state.Balance, state.Drawn, state.BorneByCapital)); // 24 · 70,000.00000001 − 1,000,000
        var books = settlements.Aggregate(Ledger.Empty, (sum, s) => sum.Post(s.Entries.Select((e, n) => new LedgerEntry($"{s.Number}/{n}", e.Debit, e.Credit, e.Amount, s.Currency))));
        Assert.Equal(0, books.Balances.Values.Sum());
        Assert.All(requests, r => Assert.Equal(r.Amount, books.Balance(FundAccounts.Of(r.AccountId), "USDT")));
        Assert.All(settlements, s => Assert.InRange(s.Balance, 0, 1_000_000));
    }

    private FundProcessor Worker(IFundStore store) => new(Parameters, store, Mock.Of<IShardStore>(), Mock.Of<IMarkStore>(), Mock.Of<IMessageSender>(), _metrics, TimeProvider.System);

    private static async Task SettleAsync(FundProcessor worker, CoverageRequest[] requests)
    {
        foreach (var request in requests)
        {
            await worker.SettleAsync([request], None);
        }
    }
}
