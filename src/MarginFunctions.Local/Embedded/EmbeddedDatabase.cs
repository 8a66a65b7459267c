using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded;

/// <summary>
/// One SQLite file with the state and the queues of a whole engine, opened by one process at a time. Writes go through one thread that commits
/// all that are waiting together, so that many small writes share one wait for the disk; of a file that is thrown away, whose commits wait for nothing,
/// through their callers' threads in turn. Reads run beside them and see every completed write.
/// </summary>
public sealed class EmbeddedDatabase : IAsyncDisposable
{
    private readonly DatabaseLock exclusive;
    private readonly ReadPool readers;
    private readonly DatabaseWriter writer;
    private readonly CancellationTokenSource closing = new();
    private int disposed;

    private EmbeddedDatabase(string path, DatabaseLock exclusive, DatabaseWriter writer)
    {
        Path = path;
        this.exclusive = exclusive;
        readers = new ReadPool(path);
        this.writer = writer;
        Closing = closing.Token;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Cancelled when the database is being closed.</summary>
    internal CancellationToken Closing { get; }

    /// <summary>Opens a file, creating it with its tables when it is not there.</summary>
    /// <param name="path">The file; its directory is created when needed. Beside it stand <c>-wal</c>, <c>-shm</c> and <c>-lock</c>.</param>
    /// <param name="durability">What a completed write survives.</param>
    /// <exception cref="InvalidOperationException">Another process has the file open, or the file is not ours, or it was written by a newer version.</exception>
    public static EmbeddedDatabase Open(string path, EmbeddedDurability durability = EmbeddedDurability.Full)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var exclusive = DatabaseLock.Take(full);
        SqlSession? session = null;
        try
        {
            session = SqlSession.OpenWriter(full, durability);
            DatabaseSchema.Prepare(session, full);
            return new EmbeddedDatabase(full, exclusive, durability == EmbeddedDurability.Full ? new GroupCommitWriter(session) : new DirectWriter(session));
        }
        catch
        {
            session?.Dispose();
            exclusive.Dispose();
            throw;
        }
    }

    /// <summary>Runs a write, one at a time, in a savepoint of its own within a transaction that it may share with other writes.</summary>
    /// <param name="operation">Short, and free of waits. When it throws, its own changes are undone and no one else's.</param>
    /// <param name="cancellationToken">Withdraws the write if it has not begun; a write that has begun is waited for, so that its outcome is known.</param>
    /// <returns>What the operation returned, once it is durable.</returns>
    internal Task<T> WriteAsync<T>(Func<WriteScope, T> operation, CancellationToken cancellationToken)
    {
        var write = new WriteOperation<T>(operation, cancellationToken);
        writer.Add(write);
        return write.Completion;
    }

    /// <summary>Reads one consistent state of the file, at least as new as the last completed write.</summary>
    internal T Read<T>(Func<SqlSession, T> read) => readers.Read(read);

    /// <summary>Commits the writes that were handed in, refuses later ones, and releases the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await closing.CancelAsync();
        await writer.DisposeAsync();
        readers.Dispose();
        exclusive.Dispose();
        closing.Dispose();
    }
}
