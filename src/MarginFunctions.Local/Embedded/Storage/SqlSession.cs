using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>A connection and its prepared statements. One thread at a time.</summary>
/// <remarks>Statements are driven through SQLite's own calls: the ADO.NET command costs several times what a small insert does.</remarks>
internal sealed class SqlSession : IDisposable
{
    // A checkpoint copies each page once however often it was written since the last one, so a longer log means less copying; 64 MB keeps recovery short.
    private const int CheckpointPages = 16_384;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    static SqlSession() => Batteries_V2.Init();

    private SqlSession(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            Execute("PRAGMA busy_timeout = 10000; PRAGMA temp_store = MEMORY");
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new InvalidOperationException($"{path} cannot be opened as a database: {error.Message}", error);
        }
    }

    /// <summary>Whether no transaction is open; SQLite ends one by itself after some errors, such as a full disk.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(connection.Handle) != 0;

    public static SqlSession OpenWriter(string path, EmbeddedDurability durability)
    {
        var session = new SqlSession(path);
        try
        {
            session.Execute(
                $"""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = {(durability == EmbeddedDurability.Full ? "FULL" : "OFF")};
                PRAGMA cache_size = -131072;
                PRAGMA wal_autocheckpoint = {CheckpointPages};
                PRAGMA journal_size_limit = {CheckpointPages * 4096L};
                """);
            return session;
        }
        catch (SqliteException error)
        {
            session.Dispose();
            throw new InvalidOperationException($"{path} cannot be opened as a database: {error.Message}", error);
        }
    }

    public static SqlSession OpenReader(string path)
    {
        var session = new SqlSession(path);
        session.Execute("PRAGMA cache_size = -16384; PRAGMA query_only = 1");
        return session;
    }

    /// <summary>A prepared statement, to be disposed of after use, which makes it ready for its next.</summary>
    public Statement Use(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statement = new Statement(connection.Handle!, sql);
            statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>The first number that a query returns.</summary>
    public long Scalar(string sql)
    {
        using var statement = Use(sql);
        return statement.Read() ? statement.Int64(0) : 0;
    }

    /// <summary>Runs statements that take nothing and return nothing.</summary>
    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>How many rows the last insert, update or delete changed.</summary>
    public int Changes() => raw.sqlite3_changes(connection.Handle);

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Finish();
        }

        connection.Dispose();
    }
}
