using System.Text;
using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Storage;
using Xunit;

namespace MarginFunctions.Azure.Tests.Storage;

/// <summary>Conditional writes that had succeeded although their reply was lost, for the stores without a header.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class LostReplyTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Start = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    private readonly LostReplies _network = new();
    private TableClient _table = null!;
    private TableClient _overBadNetwork = null!;

    public async Task InitializeAsync()
    {
        _table = await Tables.CreateAsync(azurite);
        _overBadNetwork = _table.Through(azurite, _network);
    }

    public async Task DisposeAsync() => await _table.DeleteAsync();

    [Fact]
    public async Task A_mark_that_was_stored_is_reported_as_stored()
    {
        var marks = new TableMarkStore(_overBadNetwork);
        _network.LoseNext(1);
        Assert.Equal([true, true], await marks.AdvanceAsync([Mark("BTC-PERP", 0), Mark("ETH-PERP", 0)], None));

        _network.LoseNext(1);
        Assert.Equal([true, false], await marks.AdvanceAsync([Mark("BTC-PERP", 1), Mark("ETH-PERP", 0)], None));

        Assert.Equal(4, _network.Writes);
    }

    [Fact]
    public async Task A_slice_that_was_taken_is_granted_and_not_taken_twice()
    {
        var minute = new SliceMinute("BTC-PERP", Start, Cap: 5);
        _network.LoseNext(1);

        Assert.Equal([3m], await new TableSliceBudget(_overBadNetwork).TakeAsync(minute, [new SliceRequest("A", 0, 3, 1, 1)], None));
        Assert.Equal([2m], await new TableSliceBudget(_table).TakeAsync(minute, [new SliceRequest("B", 0, 3, 1, 1)], None));
    }

    [Fact]
    public async Task A_mark_that_a_later_one_followed_is_not_put_back()
    {
        _network.AfterLoss = async () =>
        {
            _network.AfterLoss = null;
            await new TableMarkStore(_table).AdvanceAsync([Mark("BTC-PERP", 2)], None);
        };
        _network.LoseNext(1);

        await new TableMarkStore(_overBadNetwork).AdvanceAsync([Mark("BTC-PERP", 1)], None);

        Assert.Equal(Mark("BTC-PERP", 2), Assert.Single(await new TableMarkStore(_table).ReadAllAsync(None)));
    }

    [Fact]
    public async Task A_risk_state_that_was_stored_is_reported_as_stored_even_when_another_has_followed()
    {
        _network.AfterLoss = async () =>
        {
            _network.AfterLoss = null;
            Assert.True(await new TableRiskStateStore(_table).TryAppendAsync(new RiskStateRecord(2, Start.AddMinutes(1), "test-1", []), None));
        };
        _network.LoseNext(1);

        Assert.True(await new TableRiskStateStore(_overBadNetwork).TryAppendAsync(new RiskStateRecord(1, Start, "test-1", []), None));

        Assert.Equal(2, _network.Writes);
        Assert.Equal(2, (await new TableRiskStateStore(_table).ReadLatestAsync(None))!.Version);
    }

    [Fact]
    public async Task Bands_are_narrowed_and_replaced_once()
    {
        var bands = new TableBandIndex(_overBadNetwork);
        _network.LoseNext(1);
        await bands.NarrowAsync(1, 1, Band(90, 110), None);
        _network.LoseNext(1);
        await bands.NarrowAsync(1, 2, Band(95, 120), None);
        Assert.Equal(Band(95, 110), await bands.ReadShardAsync(1, None));

        _network.LoseNext(1);
        await bands.ReplaceAsync(1, 2, Band(80, 130), None);
        Assert.Equal(Band(80, 130), await bands.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task A_replacement_that_a_newer_narrowing_followed_does_not_widen_again()
    {
        await new TableBandIndex(_table).NarrowAsync(1, 1, Band(90, 110), None);
        _network.AfterLoss = async () =>
        {
            _network.AfterLoss = null;
            await new TableBandIndex(_table).NarrowAsync(1, 3, Band(99, 101), None);
        };
        _network.LoseNext(1);

        await new TableBandIndex(_overBadNetwork).ReplaceAsync(1, 2, Band(80, 130), None);

        Assert.Equal(Band(99, 101), await new TableBandIndex(_table).ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Decisions_are_moved_once()
    {
        var history = new TableDecisionHistory(_overBadNetwork);
        _network.LoseNext(1);

        await history.AppendAsync([new ShardRow(RowKeys.Decision("A-1", 1), Encoding.UTF8.GetBytes("{}"))], None);

        Assert.Single(await history.ReadAsync("A-1", 10, None));
    }

    private static Mark Mark(string symbol, int second) => new(symbol, 100 + second, Start.AddSeconds(second), "venue-1");

    private static Dictionary<string, PriceBand> Band(decimal low, decimal high) => new() { ["BTC-PERP"] = new PriceBand(low, high) };
}
