using System.Collections.Concurrent;

namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>Read connections, as many as there are readers at a time.</summary>
internal sealed class ReadPool(string path) : IDisposable
{
    private readonly ConcurrentBag<SqlSession> free = [];
    private volatile bool disposed;

    /// <summary>Runs a read on the caller's thread, inside one snapshot.</summary>
    public T Read<T>(Func<SqlSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(EmbeddedDatabase));
        var session = free.TryTake(out var pooled) ? pooled : SqlSession.OpenReader(path);
        try
        {
            Run(session, "BEGIN");
            var result = read(session);
            Run(session, "COMMIT");
            Return(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (free.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private static void Run(SqlSession session, string sql)
    {
        using var statement = session.Use(sql);
        statement.Run();
    }

    private void Return(SqlSession session)
    {
        free.Add(session);
        if (disposed)
        {
            Dispose();
        }
    }
}
