using System.Text;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IShardStore"/> guarantees.</summary>
public abstract class ShardStoreContract : PortContract<IShardStore>
{
    private const int Shard = 7;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_new_shard_is_empty_and_not_listed()
    {
        Assert.Null(await Port.ReadHeaderAsync(Shard, None));
        Assert.Empty(await Port.ReadDecisionsAsync(Shard, 10, None));
        Assert.Empty(await Port.ListShardsAsync(None));

        var contents = await Port.LoadAsync(Shard, None);
        Assert.Null(contents.Header);
        Assert.Empty(contents.Accounts);
        Assert.Empty(contents.Outbox);
    }

    [Fact]
    public async Task The_first_commit_creates_the_header_and_its_rows()
    {
        var header = Header(1) with { NextOutbox = 3 };

        var stored = await CommitAsync(header, null, Put("a|A-1", "one"), Put(RowKeys.Outbox(2), "two"));

        Assert.NotNull(stored);
        Assert.Equal(header, stored.Header);
        Assert.Equal(stored, await Port.ReadHeaderAsync(Shard, None));
        var contents = await Port.LoadAsync(Shard, None);
        Assert.Equal(stored, contents.Header);
        Assert.Equal(("a|A-1", "one"), Text(Assert.Single(contents.Accounts)));
        Assert.Equal((RowKeys.Outbox(2), "two"), Text(Assert.Single(contents.Outbox)));
    }

    [Fact]
    public async Task Each_commit_replaces_the_header_and_has_a_tag_of_its_own()
    {
        var first = await CommitAsync(Header(1), null, Put("a|A-1", "one"));
        var second = await CommitAsync(Header(2), first!.ETag, Put("a|A-1", "two"));
        var third = await CommitAsync(Header(3), second!.ETag);

        Assert.Equal(3, new[] { first.ETag, second.ETag, third!.ETag }.Distinct().Count());
        Assert.Equal(third, await Port.ReadHeaderAsync(Shard, None));
        Assert.Equal(("a|A-1", "two"), Text(Assert.Single((await Port.LoadAsync(Shard, None)).Accounts)));
    }

    [Fact]
    public async Task A_commit_with_a_stale_tag_changes_nothing()
    {
        var first = await CommitAsync(Header(1), null, Put("a|A-1", "one"), Put(RowKeys.Outbox(1), "out"));
        var second = await CommitAsync(Header(2), first!.ETag, Put("a|A-1", "two"));

        Assert.Null(await CommitAsync(Header(2), first.ETag, Put("a|A-1", "stale"), Put("a|A-2", "stale"), Delete(RowKeys.Outbox(1))));

        var contents = await Port.LoadAsync(Shard, None);
        Assert.Equal(second, contents.Header);
        Assert.Equal(("a|A-1", "two"), Text(Assert.Single(contents.Accounts)));
        Assert.Single(contents.Outbox);
    }

    [Fact]
    public async Task A_commit_without_a_tag_on_an_existing_header_changes_nothing()
    {
        var first = await CommitAsync(Header(1), null, Put("a|A-1", "one"));

        Assert.Null(await CommitAsync(Header(1), null, Put("a|A-1", "stale"), Put("a|A-2", "stale")));

        var contents = await Port.LoadAsync(Shard, None);
        Assert.Equal(first, contents.Header);
        Assert.Equal(("a|A-1", "one"), Text(Assert.Single(contents.Accounts)));
    }

    [Fact]
    public async Task Of_writers_racing_on_one_tag_exactly_one_wins_and_the_others_change_nothing()
    {
        string? tag = null;
        for (var round = 1; round <= 8; round++)
        {
            var version = round;
            var current = tag;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
                CommitAsync(Header(version), current, Put("a|A-1", $"{version} by {writer}"), Put($"a|B-{version}-{writer}", "mark")))));

            var winner = Assert.Single(outcomes, outcome => outcome is not null);
            var won = Array.IndexOf(outcomes, winner);
            var contents = await Port.LoadAsync(Shard, None);
            Assert.Equal(winner, contents.Header);
            Assert.Contains(contents.Accounts, row => Text(row) == ("a|A-1", $"{version} by {won}"));
            Assert.Single(contents.Accounts, row => row.Key.StartsWith($"a|B-{version}-", StringComparison.Ordinal));
            Assert.Equal(round + 1, contents.Accounts.Count);
            tag = winner!.ETag;
        }
    }

    [Fact]
    public async Task A_retried_commit_of_the_same_writer_counts_as_committed_and_is_applied_once()
    {
        var first = await CommitAsync(Header(1), null, Put(RowKeys.Outbox(1), "out"));
        var header = Header(2);
        var change = new[] { Put("a|A-1", "one"), Delete(RowKeys.Outbox(1)) };
        var second = await CommitAsync(header, first!.ETag, change);

        var again = await CommitAsync(header, first.ETag, change);

        Assert.Equal(second, again);
        Assert.Equal(second, await Port.ReadHeaderAsync(Shard, None));
    }

    [Fact]
    public async Task A_retried_first_commit_of_the_same_writer_counts_as_committed()
    {
        var header = Header(1);
        var first = await CommitAsync(header, null, Put("a|A-1", "one"));

        Assert.Equal(first, await CommitAsync(header, null, Put("a|A-1", "one")));
    }

    [Fact]
    public async Task A_transaction_of_100_rows_is_applied_whole()
    {
        var rows = Enumerable.Range(0, 99).Select(i => Put($"a|A-{i:D3}", $"body {i}")).ToArray();

        Assert.NotNull(await CommitAsync(Header(1), null, rows));

        var contents = await Port.LoadAsync(Shard, None);
        Assert.Equal(rows.Select(row => (row.Key, Text(row.Body!.Value))), contents.Accounts.Select(Text));
    }

    [Fact]
    public void A_transaction_of_101_rows_is_refused()
    {
        var rows = Enumerable.Range(0, 100).Select(i => Put($"a|A-{i:D3}", "x")).ToArray();

        Assert.Contains("101", Assert.Throws<ArgumentException>(() => new ShardTransaction(Shard, Header(1), null, rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transaction_with_a_row_twice_is_refused_naming_it()
    {
        var error = Assert.Throws<ArgumentException>(() => new ShardTransaction(Shard, Header(1), null, [Put("a|A-1", "x"), Delete("a|A-1")]));

        Assert.Contains("a|A-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_at_the_size_limit_round_trips()
    {
        var body = new string('x', (ShardTransaction.MaximumRowBytes / 2) - 2);

        Assert.NotNull(await CommitAsync(Header(1), null, Put("a|A-1", $"\"{body}\"")));

        Assert.Equal(("a|A-1", $"\"{body}\""), Text(Assert.Single((await Port.LoadAsync(Shard, None)).Accounts)));
    }

    [Fact]
    public async Task A_transaction_near_the_size_limit_is_applied_whole()
    {
        var body = new string('x', ShardTransaction.MaximumBytes / 2 / 90);
        var rows = Enumerable.Range(0, 90).Select(i => Put($"a|A-{i:D3}", body)).ToArray();

        Assert.NotNull(await CommitAsync(Header(1), null, rows));

        Assert.All((await Port.LoadAsync(Shard, None)).Accounts, row => Assert.Equal(body, Text(row).Body));
    }

    [Fact]
    public void A_row_above_the_size_limit_is_refused_naming_it()
    {
        var body = new string('x', (ShardTransaction.MaximumRowBytes / 2) + 1);

        var error = Assert.Throws<ArgumentException>(() => new ShardTransaction(Shard, Header(1), null, [Put("a|A-1", body)]));

        Assert.Contains("a|A-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_byte_exact()
    {
        string[] bodies =
        [
            "{}", "", " \t\n\"quotes\" \\ and \u0001", "żółć ¥ 日本語", "{\"a\":\"\\u0000\"}",
            new string('y', 30_000), new string('y', 32_768), new string('y', 100_001),
            "a" + string.Concat(Enumerable.Repeat("😀", 40_000)),
        ];

        Assert.NotNull(await CommitAsync(Header(1), null, [.. bodies.Select((body, i) => Put($"a|A-{i}", body))]));

        Assert.Equal(bodies, (await Port.LoadAsync(Shard, None)).Accounts.Select(row => Text(row).Body));
    }

    [Fact]
    public async Task A_row_that_becomes_shorter_keeps_nothing_of_its_longer_body()
    {
        var first = await CommitAsync(Header(1), null, Put("a|A-1", new string('x', 200_000)));
        await CommitAsync(Header(2), first!.ETag, Put("a|A-1", "short"));

        Assert.Equal("short", Text(Assert.Single((await Port.LoadAsync(Shard, None)).Accounts)).Body);
    }

    [Fact]
    public async Task More_than_a_thousand_accounts_load_completely_and_in_key_order()
    {
        string? tag = null;
        for (var part = 0; part < 11; part++)
        {
            var rows = Enumerable.Range(part * 99, 99).Select(i => Put($"a|A-{i:D5}", $"body {i}")).ToArray();
            tag = (await CommitAsync(Header(part + 1), tag, rows))!.ETag;
        }

        var accounts = (await Port.LoadAsync(Shard, None)).Accounts;

        Assert.Equal(Enumerable.Range(0, 1089).Select(i => ($"a|A-{i:D5}", $"body {i}")), accounts.Select(Text));
    }

    [Fact]
    public async Task A_deleted_row_is_gone()
    {
        var first = await CommitAsync(Header(1), null, Put("a|A-1", "one"), Put("a|A-2", "two"), Put(RowKeys.Decision("A-1", 1), "d"));

        Assert.NotNull(await CommitAsync(Header(2), first!.ETag, Delete("a|A-1"), Delete(RowKeys.Decision("A-1", 1))));

        Assert.Equal("a|A-2", Assert.Single((await Port.LoadAsync(Shard, None)).Accounts).Key);
        Assert.Empty(await Port.ReadDecisionsAsync(Shard, 10, None));
    }

    [Fact]
    public async Task Deleting_a_row_that_is_not_there_fails_and_changes_nothing()
    {
        var first = await CommitAsync(Header(1), null, Put("a|A-1", "one"));

        await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(Header(2), first!.ETag, Put("a|A-1", "two"), Delete("a|A-9")));

        var contents = await Port.LoadAsync(Shard, None);
        Assert.Equal(first, contents.Header);
        Assert.Equal("one", Text(Assert.Single(contents.Accounts)).Body);
    }

    [Fact]
    public async Task Decisions_are_not_loaded_with_the_shard()
    {
        await CommitAsync(Header(1), null, Put("a|A-1", "one"), Put(RowKeys.Decision("A-1", 1), "d"), Put(RowKeys.Outbox(1), "o"));

        var contents = await Port.LoadAsync(Shard, None);

        Assert.Single(contents.Accounts);
        Assert.Single(contents.Outbox);
        Assert.Equal((RowKeys.Decision("A-1", 1), "d"), Text(Assert.Single(await Port.ReadDecisionsAsync(Shard, 10, None))));
    }

    [Fact]
    public async Task Decisions_are_read_in_key_order_and_no_more_than_asked_for()
    {
        var keys = new[] { ("B-1", 2L), ("A-1", 10L), ("A-1", 9L), ("B-1", 1L) }.Select(d => RowKeys.Decision(d.Item1, d.Item2)).ToArray();
        await CommitAsync(Header(1), null, [.. keys.Select(key => Put(key, key))]);

        var sorted = keys.Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(sorted, (await Port.ReadDecisionsAsync(Shard, 10, None)).Select(row => row.Key));
        Assert.Equal(sorted[..3], (await Port.ReadDecisionsAsync(Shard, 3, None)).Select(row => row.Key));
    }

    [Fact]
    public async Task Deleting_sent_messages_twice_is_no_error_and_leaves_the_tag_good()
    {
        var first = await CommitAsync(Header(1), null, Put(RowKeys.Outbox(1), "1"), Put(RowKeys.Outbox(2), "2"), Put(RowKeys.Outbox(3), "3"));

        await Port.DeleteOutboxAsync(Shard, [RowKeys.Outbox(1), RowKeys.Outbox(2)], None);
        await Port.DeleteOutboxAsync(Shard, [RowKeys.Outbox(2), RowKeys.Outbox(1), RowKeys.Outbox(99)], None);
        await Port.DeleteOutboxAsync(Shard, [], None);

        Assert.Equal(RowKeys.Outbox(3), Assert.Single((await Port.LoadAsync(Shard, None)).Outbox).Key);
        Assert.NotNull(await CommitAsync(Header(2), first!.ETag));
    }

    [Fact]
    public async Task More_than_a_hundred_sent_messages_are_deleted_in_one_call()
    {
        var keys = Enumerable.Range(0, 150).Select(i => RowKeys.Outbox(i)).ToArray();
        var first = await CommitAsync(Header(1), null, [.. keys[..90].Select(key => Put(key, "m"))]);
        await CommitAsync(Header(2), first!.ETag, [.. keys[90..].Select(key => Put(key, "m"))]);

        await Port.DeleteOutboxAsync(Shard, keys, None);

        Assert.Empty((await Port.LoadAsync(Shard, None)).Outbox);
    }

    [Fact]
    public async Task Outgoing_messages_load_in_the_order_of_their_numbers()
    {
        await CommitAsync(Header(1), null, Put(RowKeys.Outbox(10), "b"), Put(RowKeys.Outbox(9), "a"), Put(RowKeys.Outbox(100), "c"));

        Assert.Equal(["a", "b", "c"], (await Port.LoadAsync(Shard, None)).Outbox.Select(row => Text(row).Body));
    }

    [Fact]
    public async Task Account_ids_with_every_allowed_character_round_trip()
    {
        const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-";
        var ids = Allowed.Select(character => $"{character}").Concat([Allowed[..64], new string(':', 64), "..", "a", "A"]).Distinct().ToArray();
        await CommitAsync(Header(1), null, [.. ids.Select(id => Put(RowKeys.Account(id), id))]);

        var accounts = (await Port.LoadAsync(Shard, None)).Accounts;

        Assert.Equal(ids.Order(StringComparer.Ordinal), accounts.Select(row => Text(row).Body));
        Assert.All(accounts, row => Assert.Equal(RowKeys.Account(Text(row).Body), row.Key));
    }

    [Fact]
    public async Task Shards_are_listed_ascending_and_do_not_see_each_other()
    {
        int[] shards = [63, 0, 7, 1023];
        foreach (var shard in shards)
        {
            Assert.NotNull(await Port.CommitAsync(new ShardTransaction(shard, Header(1), null, [Put("a|A-1", $"{shard}")]), None));
        }

        Assert.Equal([0, 7, 63, 1023], await Port.ListShardsAsync(None));
        foreach (var shard in shards)
        {
            Assert.Equal($"{shard}", Text(Assert.Single((await Port.LoadAsync(shard, None)).Accounts)).Body);
        }
    }

    [Fact]
    public async Task Large_numbers_in_headers_round_trip()
    {
        var header = new ShardHeader(9_007_199_254_740_993, "writer", long.MaxValue);

        var stored = await CommitAsync(header, null);

        Assert.Equal(header, stored!.Header);
        Assert.Equal(header, (await Port.ReadHeaderAsync(Shard, None))!.Header);
    }

    private static ShardHeader Header(long version) => new(version, Guid.NewGuid().ToString("N"), 1);

    private static RowChange Put(string key, string body) => new(key, Encoding.UTF8.GetBytes(body));

    private static RowChange Delete(string key) => new(key, null);

    private static (string Key, string Body) Text(ShardRow row) => (row.Key, Text(row.Body));

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private Task<StoredHeader?> CommitAsync(ShardHeader header, string? tag, params RowChange[] changes) =>
        Port.CommitAsync(new ShardTransaction(Shard, header, tag, changes), None);
}
