using System.Text;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IFundStore"/> guarantees.</summary>
public abstract class FundStoreContract : PortContract<IFundStore>
{
    private const string Currency = "USDT";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_fund_that_was_never_opened_is_empty()
    {
        var contents = await Port.LoadAsync(Currency, None);

        Assert.Null(contents.Header);
        Assert.Null(contents.State);
        Assert.Empty(contents.Outbox);
        Assert.Empty(await Port.FindAsync(Currency, [RowKeys.Handled("A|cross|1")], None));
        Assert.Empty(await Port.ReadSettlementsAsync(Currency, 1, 10, None));
    }

    [Fact]
    public async Task A_commit_stores_header_balances_settlement_handled_request_and_answers_together()
    {
        var header = Header(1) with { NextOutbox = 3 };

        var stored = await CommitAsync(header, null, Put(RowKeys.FundState, "balances"), Put(RowKeys.Settlement(1), "settlement"), Put(RowKeys.Handled("A|cross|1"), "1"), Put(RowKeys.Outbox(2), "answers"));

        var contents = await Port.LoadAsync(Currency, None);
        Assert.Equal(header, stored!.Header);
        Assert.Equal(stored, contents.Header);
        Assert.Equal((RowKeys.FundState, "balances"), Text(contents.State!));
        Assert.Equal((RowKeys.Outbox(2), "answers"), Text(Assert.Single(contents.Outbox)));
        Assert.Equal("1", Text(Assert.Single(await Port.FindAsync(Currency, [RowKeys.Handled("A|cross|1")], None))).Body);
        Assert.Equal((RowKeys.Settlement(1), "settlement"), Text(Assert.Single(await Port.ReadSettlementsAsync(Currency, 1, 10, None))));
    }

    [Fact]
    public async Task A_commit_with_a_stale_tag_changes_nothing()
    {
        var first = await CommitAsync(Header(1), null, Put(RowKeys.FundState, "one"));
        var second = await CommitAsync(Header(2), first!.ETag, Put(RowKeys.FundState, "two"));

        Assert.Null(await CommitAsync(Header(2), first.ETag, Put(RowKeys.FundState, "stale"), Put(RowKeys.Handled("A|cross|1"), "2"), Put(RowKeys.Settlement(2), "stale")));

        var contents = await Port.LoadAsync(Currency, None);
        Assert.Equal(second, contents.Header);
        Assert.Equal("two", Text(contents.State!).Body);
        Assert.Empty(await Port.FindAsync(Currency, [RowKeys.Handled("A|cross|1")], None));
        Assert.Empty(await Port.ReadSettlementsAsync(Currency, 1, 10, None));
    }

    [Fact]
    public async Task Of_writers_that_open_one_fund_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => CommitAsync(Header(1), null, Put(RowKeys.FundState, $"{writer}"), Put(RowKeys.Settlement(1), $"{writer}")))));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        var contents = await Port.LoadAsync(Currency, None);
        Assert.Equal(winner, contents.Header);
        Assert.Equal($"{Array.IndexOf(outcomes, winner)}", Text(contents.State!).Body);
        Assert.Equal(Text(contents.State!).Body, Text(Assert.Single(await Port.ReadSettlementsAsync(Currency, 1, 10, None))).Body);
    }

    [Fact]
    public async Task A_retried_commit_of_the_same_writer_counts_as_committed_and_is_applied_once()
    {
        var first = await CommitAsync(Header(1), null, Put(RowKeys.FundState, "one"));
        var header = Header(2);
        var second = await CommitAsync(header, first!.ETag, Put(RowKeys.FundState, "two"));

        Assert.Equal(second, await CommitAsync(header, first.ETag, Put(RowKeys.FundState, "two")));
    }

    [Fact]
    public async Task Settlements_are_read_from_a_number_on_in_order_and_no_more_than_asked_for()
    {
        string? tag = null;
        for (var number = 1; number <= 12; number++)
        {
            tag = (await CommitAsync(Header(number), tag, Put(RowKeys.Settlement(number), $"{number}"), Put(RowKeys.Handled($"A|cross|{number}"), $"{number}")))!.ETag;
        }

        Assert.Equal(["9", "10", "11", "12"], (await Port.ReadSettlementsAsync(Currency, 9, 10, None)).Select(row => Text(row).Body));
        Assert.Equal(["2", "3"], (await Port.ReadSettlementsAsync(Currency, 2, 2, None)).Select(row => Text(row).Body));
        Assert.Empty(await Port.ReadSettlementsAsync(Currency, 13, 10, None));
    }

    [Fact]
    public async Task Handled_requests_are_told_apart_by_every_character_of_their_ids()
    {
        string[] ids = ["A|cross|1", "a|cross|1", "A|cross|10", "A|BTC-29MAR30-60000.5-C|1", "broker:A_1@x|cross|1|fee", $"{new string('L', 64)}|{new string('P', 64)}|{new string('9', 126)}"];
        await CommitAsync(Header(1), null, [.. ids.Select((id, n) => Put(RowKeys.Handled(id), $"{n}"))]);

        for (var n = 0; n < ids.Length; n++)
        {
            Assert.Equal($"{n}", Text(Assert.Single(await Port.FindAsync(Currency, [RowKeys.Handled(ids[n])], None))).Body);
        }

        Assert.Empty(await Port.FindAsync(Currency, [RowKeys.Handled("A|cross|")], None));
    }

    [Fact]
    public async Task Of_many_keys_the_rows_that_are_there_are_found_in_the_order_of_the_keys()
    {
        await CommitAsync(Header(1), null, [.. Enumerable.Range(0, 90).Select(n => Put(RowKeys.Handled($"A|cross|{n}"), $"{n}"))]);

        var found = await Port.FindAsync(Currency, [.. Enumerable.Range(0, 200).Reverse().Select(n => RowKeys.Handled($"A|cross|{n}"))], None);

        Assert.Equal(Enumerable.Range(0, 90).Reverse().Select(n => (RowKeys.Handled($"A|cross|{n}"), $"{n}")), found.Select(Text));
        Assert.Empty(await Port.FindAsync(Currency, [], None));
    }

    [Fact]
    public async Task Deleting_sent_answers_twice_is_no_error_and_leaves_the_tag_good()
    {
        var first = await CommitAsync(Header(1), null, Put(RowKeys.Outbox(1), "1"), Put(RowKeys.Outbox(2), "2"));

        await Port.DeleteOutboxAsync(Currency, [RowKeys.Outbox(1)], None);
        await Port.DeleteOutboxAsync(Currency, [RowKeys.Outbox(1), RowKeys.Outbox(99)], None);

        Assert.Equal(RowKeys.Outbox(2), Assert.Single((await Port.LoadAsync(Currency, None)).Outbox).Key);
        Assert.NotNull(await CommitAsync(Header(2), first!.ETag));
    }

    [Fact]
    public async Task Funds_do_not_see_each_other()
    {
        await CommitAsync(Header(1), null, Put(RowKeys.FundState, "tether"), Put(RowKeys.Settlement(1), "tether"));
        Assert.NotNull(await Port.CommitAsync(new ShardTransaction("USD", Header(1), null, [Put(RowKeys.FundState, "dollar")]), None));

        Assert.Equal("tether", Text((await Port.LoadAsync(Currency, None)).State!).Body);
        Assert.Equal("dollar", Text((await Port.LoadAsync("USD", None)).State!).Body);
        Assert.Empty(await Port.ReadSettlementsAsync("USD", 1, 10, None));
    }

    private static ShardHeader Header(long version) => new(version, Guid.NewGuid().ToString("N"), 1);

    private static RowChange Put(string key, string body) => new(key, Encoding.UTF8.GetBytes(body));

    private static (string Key, string Body) Text(ShardRow row) => (row.Key, Encoding.UTF8.GetString(row.Body.Span));

    private Task<StoredHeader?> CommitAsync(ShardHeader header, string? tag, params RowChange[] changes) =>
        Port.CommitAsync(new ShardTransaction(Currency, header, tag, changes), None);
}
