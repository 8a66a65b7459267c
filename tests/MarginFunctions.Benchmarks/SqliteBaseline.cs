using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace MarginFunctions.Benchmarks;

/// <summary>What the disk and SQLite give when nothing else is done: rows of the size of an account, a hundred a transaction, each transaction waiting for the disk.</summary>
internal static class SqliteBaseline
{
    public static double RowsPerSecond(string path, int rows)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT OR REPLACE INTO row VALUES ($k, $v)";
        var key = command.Parameters.Add("$k", SqliteType.Text);
        command.Parameters.AddWithValue("$v", new byte[700]);
        var watch = Stopwatch.StartNew();
        for (var row = 0; row < rows;)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var end = row + 100; row < end; row++)
            {
                key.Value = $"a|{row % 10_000}";
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows / watch.Elapsed.TotalSeconds;
    }
}
