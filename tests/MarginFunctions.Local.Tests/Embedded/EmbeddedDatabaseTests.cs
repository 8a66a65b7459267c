using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Embedded.State;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class EmbeddedDatabaseTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_second_opener_is_refused_and_the_first_goes_on()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);

        var error = Assert.Throws<InvalidOperationException>(() => EmbeddedDatabase.Open(file.Path));

        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("open already", error.Message, StringComparison.Ordinal);
        Assert.NotNull(await new EmbeddedShardStore(database).CommitAsync(Transaction(1, 1), None));
    }

    [Fact]
    public async Task A_closed_file_opens_again()
    {
        await EmbeddedDatabase.Open(file.Path).DisposeAsync();
        await EmbeddedDatabase.Open(file.Path).DisposeAsync();
    }

    [Theory]
    [InlineData(99, "a newer version of this program (schema 99;")]
    [InlineData(2, "an older version of this program (schema 2;")]
    public async Task A_file_of_another_version_is_refused_saying_so(int version, string words)
    {
        await EmbeddedDatabase.Open(file.Path).DisposeAsync();
        Execute($"PRAGMA user_version = {version}");

        var error = Assert.Throws<InvalidOperationException>(() => EmbeddedDatabase.Open(file.Path));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Execute("CREATE TABLE theirs (id INTEGER)");

        Assert.Contains("another program", Assert.Throws<InvalidOperationException>(() => EmbeddedDatabase.Open(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        File.WriteAllText(file.Path, new string('x', 5000));

        Assert.Contains(file.Path, Assert.Throws<InvalidOperationException>(() => EmbeddedDatabase.Open(file.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EmbeddedDurability.Full, 2)]
    [InlineData(EmbeddedDurability.ThrowAway, 0)]
    public async Task Durability_is_what_was_asked_for(EmbeddedDurability durability, long synchronous)
    {
        await using var database = EmbeddedDatabase.Open(file.Path, durability);

        Assert.Equal(synchronous, await database.WriteAsync(scope => scope.Session.Scalar("PRAGMA synchronous"), None));
    }

    [Fact]
    public async Task Writes_to_a_file_that_is_thrown_away_are_done_when_they_return_and_one_at_a_time()
    {
        var database = EmbeddedDatabase.Open(file.Path, EmbeddedDurability.ThrowAway);
        var store = new EmbeddedShardStore(database);
        Assert.True(store.CommitAsync(Transaction(1, 1), None).IsCompletedSuccessfully);

        var throwing = database.WriteAsync<int>(
            scope =>
            {
                scope.Session.Execute("INSERT INTO shard_row (partition, key, body) VALUES ('0009', 'a|y', x'00')");
                throw new FormatException("mine");
            },
            None);
        await Assert.ThrowsAsync<FormatException>(() => throwing);
        Assert.Empty((await store.LoadAsync(9, None)).Accounts);

        var (inside, most) = (0, 0);
        await Parallel.ForAsync(0, 64, async (n, _) => await database.WriteAsync(
            _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Thread.Yield();
                return Interlocked.Decrement(ref inside);
            },
            None));
        Assert.Equal(1, most);
        await database.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync(Transaction(2, 1), None));
        await using var again = EmbeddedDatabase.Open(file.Path);
        Assert.Equal([1], await new EmbeddedShardStore(again).ListShardsAsync(None));
    }

    [Fact]
    public async Task A_write_that_fails_changes_nothing_and_leaves_its_neighbours_alone()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);
        var store = new EmbeddedShardStore(database);
        using var held = await HeldWriter.HoldAsync(database);

        // All of these wait while the writer is held, and so end up in one group.
        var before = store.CommitAsync(Transaction(1, 1), None);
        var failing = database.WriteAsync<int>(
            scope =>
            {
                scope.Session.Execute("INSERT INTO shard_row (partition, key, body) VALUES ('0009', 'a|x', x'00'), ('0009', 'a|x', x'00')");
                return 0;
            },
            None);
        var throwing = database.WriteAsync<int>(
            scope =>
            {
                scope.Session.Execute("INSERT INTO shard_row (partition, key, body) VALUES ('0009', 'a|y', x'00')");
                throw new FormatException("mine");
            },
            None);
        var after = store.CommitAsync(Transaction(2, 1), None);
        await held.LetGoAsync();

        Assert.NotNull(await before);
        Assert.NotNull(await after);
        await Assert.ThrowsAsync<SqliteException>(() => failing);
        await Assert.ThrowsAsync<FormatException>(() => throwing);
        Assert.Equal([1, 2], await store.ListShardsAsync(None));
        Assert.Empty((await store.LoadAsync(9, None)).Accounts);
    }

    [Fact]
    public async Task When_sqlite_ends_the_transaction_itself_its_group_fails_and_later_writes_succeed()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);
        var store = new EmbeddedShardStore(database);
        using var held = await HeldWriter.HoldAsync(database);
        var before = store.CommitAsync(Transaction(1, 1), None);
        var ending = database.WriteAsync<int>(
            scope =>
            {
                scope.Session.Execute("ROLLBACK");
                throw new FormatException("as if the disk were full");
            },
            None);
        var after = store.CommitAsync(Transaction(2, 1), None);
        await held.LetGoAsync();

        await Assert.ThrowsAsync<FormatException>(() => before);
        await Assert.ThrowsAsync<FormatException>(() => ending);
        Assert.NotNull(await after);
        Assert.Equal([2], await store.ListShardsAsync(None));
    }

    [Fact]
    public async Task After_a_failed_write_queues_hold_what_the_file_holds()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);
        var queues = await EmbeddedQueues.OpenAsync(database, Entities.Definitions, TimeProvider.System, None);
        await queues.SendAsync([Message("kept")], None);
        await database.WriteAsync(
            scope =>
            {
                scope.Session.Execute("CREATE TEMP TRIGGER full BEFORE INSERT ON main.message BEGIN SELECT RAISE(ABORT, 'full'); END");
                return 0;
            },
            None);
        await Assert.ThrowsAsync<SqliteException>(() => queues.SendAsync([Message("lost")], None));
        await database.WriteAsync(
            scope =>
            {
                scope.Session.Execute("DROP TRIGGER full");
                return 0;
            },
            None);

        await queues.SendAsync([Message("lost")], None);

        Assert.Equal(["kept", "lost"], (await queues.ReceiveAsync(Entities.PriceUpdates, 10, None)).Select(message => message.MessageId));
    }

    [Fact]
    public async Task A_cancelled_write_that_has_not_begun_is_not_done()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);
        var store = new EmbeddedShardStore(database);
        using var cancel = new CancellationTokenSource();
        using var held = await HeldWriter.HoldAsync(database);
        var cancelled = store.CommitAsync(Transaction(1, 1), cancel.Token);
        await cancel.CancelAsync();
        await held.LetGoAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Empty(await store.ListShardsAsync(None));
    }

    [Fact]
    public async Task Writes_handed_in_before_closing_are_done_and_later_ones_refused()
    {
        var database = EmbeddedDatabase.Open(file.Path);
        var store = new EmbeddedShardStore(database);
        var writes = Enumerable.Range(0, 200).Select(shard => store.CommitAsync(Transaction(shard, 1), None)).ToArray();
        await database.DisposeAsync();
        await database.DisposeAsync();

        Assert.All(await Task.WhenAll(writes), Assert.NotNull);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync(Transaction(0, 1), None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.LoadAsync(0, None));
        await using var again = EmbeddedDatabase.Open(file.Path);
        Assert.Equal(200, (await new EmbeddedShardStore(again).ListShardsAsync(None)).Count);
    }

    [Fact]
    public async Task Readers_see_every_completed_write_while_others_write()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);
        var store = new EmbeddedShardStore(database);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(shard => Task.Run(async () =>
        {
            string? tag = null;
            for (var version = 1; version <= 100; version++)
            {
                tag = (await store.CommitAsync(Transaction(shard, version, tag), None))!.ETag;
                Assert.Equal(tag, (await store.ReadHeaderAsync(shard, None))!.ETag);
            }
        })));
    }

    [Fact]
    public async Task What_was_completed_is_in_the_files_that_a_dead_process_leaves()
    {
        await using var database = EmbeddedDatabase.Open(file.Path);
        await new EmbeddedShardStore(database).CommitAsync(Transaction(5, 1), None);
        var queues = await EmbeddedQueues.OpenAsync(database, Entities.Definitions, TimeProvider.System, None);
        await queues.SendAsync([Message("m-1"), Message("m-2")], None);
        await queues.CompleteAsync(await queues.ReceiveAsync(Entities.PriceUpdates, 1, None), None);

        using var left = file.CopyAsAfterCrash();
        await using var recovered = EmbeddedDatabase.Open(left.Path);

        Assert.Equal([5], await new EmbeddedShardStore(recovered).ListShardsAsync(None));
        var found = await EmbeddedQueues.OpenAsync(recovered, Entities.Definitions, TimeProvider.System, None);
        await found.SendAsync([Message("m-1")], None);
        Assert.Equal("m-2", Assert.Single(await found.ReceiveAsync(Entities.PriceUpdates, 10, None)).MessageId);
    }

    private static OutgoingMessage Message(string id) => new(Entities.PriceUpdates, id, null, "{}"u8.ToArray());

    private static ShardTransaction Transaction(int shard, long version, string? tag = null) =>
        new(shard, new ShardHeader(version, Guid.NewGuid().ToString("N"), 1), tag, [new RowChange("a|A-1", "{}"u8.ToArray())]);

    private void Execute(string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
