using System.Text;
using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Storage;
using Xunit;

namespace MarginFunctions.Azure.Tests.Storage;

/// <summary>What the port's contract does not say: how a network that loses replies, and the service's limits, look from the engine.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableShardStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Shard = 7;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly LostReplies _network = new();
    private TableClient _table = null!;
    private TableShardStore _store = null!;
    private TableShardStore _overBadNetwork = null!;

    public async Task InitializeAsync()
    {
        _table = await Tables.CreateAsync(azurite);
        _store = new TableShardStore(_table);
        _overBadNetwork = new TableShardStore(_table.Through(azurite, _network));
    }

    public async Task DisposeAsync() => await _table.DeleteAsync();

    [Fact]
    public async Task Of_two_workers_with_the_same_copy_the_second_is_told_and_can_start_again()
    {
        var seen = await CommitAsync(_store, Header(1), null, Put("a|A-1", "start"));
        var first = await CommitAsync(_store, Header(2), seen!.ETag, Put("a|A-1", "first"));

        Assert.Null(await CommitAsync(_store, Header(2), seen.ETag, Put("a|A-1", "second")));

        var again = await _store.LoadAsync(Shard, None);
        Assert.Equal(first, again.Header);
        Assert.NotNull(await CommitAsync(_store, Header(3), again.Header!.ETag, Put("a|A-1", "second")));
    }

    [Fact]
    public async Task A_first_commit_whose_reply_was_lost_is_repeated_and_found_done()
    {
        _network.LoseNext(1);

        var stored = await CommitAsync(_overBadNetwork, Header(1), null, Put("a|A-1", "one"));

        Assert.Equal(2, _network.Writes);
        Assert.NotNull(stored);
        Assert.Equal(stored, await _store.ReadHeaderAsync(Shard, None));
    }

    [Fact]
    public async Task A_later_commit_whose_reply_was_lost_is_repeated_and_found_done_even_when_it_deletes_rows()
    {
        var first = await CommitAsync(_store, Header(1), null, Put("a|A-1", "one"), Put(RowKeys.Decision("A-1", 1), "d"));
        _network.LoseNext(2);

        var second = await CommitAsync(_overBadNetwork, Header(2), first!.ETag, Put("a|A-1", "two"), Delete(RowKeys.Decision("A-1", 1)));

        Assert.Equal(3, _network.Writes);
        Assert.Equal(second, await _store.ReadHeaderAsync(Shard, None));
        Assert.NotNull(await CommitAsync(_store, Header(3), second!.ETag));
    }

    [Fact]
    public async Task A_commit_none_of_whose_replies_arrived_is_found_done()
    {
        _network.LoseNext(int.MaxValue);

        var stored = await CommitAsync(_overBadNetwork, Header(1), null, Put("a|A-1", "one"));

        Assert.Equal(stored, await _store.ReadHeaderAsync(Shard, None));
    }

    [Fact]
    public async Task A_commit_whose_reply_was_lost_and_that_another_writer_followed_is_told_to_start_again()
    {
        StoredHeader? other = null;
        _network.AfterLoss = async () =>
        {
            _network.AfterLoss = null;
            other = await CommitAsync(_store, Header(2), (await _store.ReadHeaderAsync(Shard, None))!.ETag, Put("a|A-2", "other"));
        };
        _network.LoseNext(1);

        Assert.Null(await CommitAsync(_overBadNetwork, Header(1), null, Put("a|A-1", "one")));

        var contents = await _store.LoadAsync(Shard, None);
        Assert.Equal(other, contents.Header);
        Assert.Equal(["a|A-1", "a|A-2"], contents.Accounts.Select(row => row.Key));
    }

    [Fact]
    public async Task A_cancelled_commit_says_so_and_asks_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.CommitAsync(new ShardTransaction(Shard, Header(1), null, []), cancelled.Token));
    }

    [Fact]
    public async Task Deleting_sent_messages_again_after_a_lost_reply_is_no_error()
    {
        await CommitAsync(_store, Header(1), null, Put(RowKeys.Outbox(1), "1"), Put(RowKeys.Outbox(2), "2"), Put(RowKeys.Outbox(3), "3"));
        _network.LoseNext(1);

        await _overBadNetwork.DeleteOutboxAsync(Shard, [RowKeys.Outbox(1), RowKeys.Outbox(2)], None);

        Assert.Equal([RowKeys.Outbox(3)], (await _store.LoadAsync(Shard, None)).Outbox.Select(row => row.Key));
    }

    [Fact]
    public void An_account_too_large_for_a_row_is_refused_by_its_name()
    {
        var body = new string('x', (ShardTransaction.MaximumRowBytes / 2) + 1);

        var refusal = Assert.Throws<ArgumentException>(() => new ShardTransaction(Shard, Header(1), null, [Put("a|A-1001", body)]));

        Assert.Contains("a|A-1001", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_largest_transaction_that_the_engine_may_make_is_one_that_the_service_takes()
    {
        // As much as a transaction may hold, a third of it quotes, each of which takes six bytes in the request. Azurite measures a row as it is in the request too, the service as it is stored.
        const int count = 8;
        var body = string.Concat(Enumerable.Repeat("\"xy", ShardTransaction.MaximumBytes / 2 / 3 / count));
        RowChange[] rows = [.. Enumerable.Range(0, count).Select(i => Put(RowKeys.Account(new string((char)('a' + i), 64)), body))];

        Assert.NotNull(await CommitAsync(_store, Header(1), null, rows));

        Assert.All((await _store.LoadAsync(Shard, None)).Accounts, row => Assert.Equal(body, Encoding.UTF8.GetString(row.Body.Span)));
    }

    [Fact]
    public async Task A_row_is_readable_text_in_parts_of_30_000_characters()
    {
        await CommitAsync(_store, Header(1), null, Put("a|A-1", new string('x', 70_000)));

        var row = (await _table.GetEntityAsync<TableEntity>("0007", "a|A-1")).Value;

        Assert.Equal([30_000, 30_000, 10_000], new[] { "B00", "B01", "B02" }.Select(name => row.GetString(name).Length));
    }

    private static ShardHeader Header(long version) => new(version, Guid.NewGuid().ToString("N"), 1);

    private static RowChange Put(string key, string body) => new(key, Encoding.UTF8.GetBytes(body));

    private static RowChange Delete(string key) => new(key, null);

    private static Task<StoredHeader?> CommitAsync(TableShardStore store, ShardHeader header, string? tag, params RowChange[] changes) =>
        store.CommitAsync(new ShardTransaction(Shard, header, tag, changes), None);
}
