using Microsoft.Data.Sqlite;

namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>Runs writes on the writing connection, each in its own savepoint, commits once, then completes them. One caller at a time.</summary>
internal sealed class WriteGroup(SqlSession session)
{
    private readonly WriteScope scope = new(session);
    private readonly List<WriteOperation> executed = [];

    /// <summary>Runs and commits operations in order.</summary>
    /// <exception cref="Exception">An error that could not be undone: the rows are safe in the file, but memory may no longer mirror them.</exception>
    public void Commit(IReadOnlyList<WriteOperation> group)
    {
        for (var next = 0; next < group.Count;)
        {
            next = CommitFrom(group, next);
        }
    }

    /// <summary>Completes operations with an error.</summary>
    public static void FailAll(IEnumerable<WriteOperation> operations, Exception error)
    {
        foreach (var operation in operations)
        {
            operation.Fail(error);
        }
    }

    /// <summary>What every later write is told after an error of <see cref="Commit"/>.</summary>
    public static InvalidOperationException Stopped(Exception error) => new("The embedded database has stopped after an error it could not undo. Open it again.", error);

    /// <summary>Runs and commits operations of the group from an index on.</summary>
    /// <returns>The index to go on from: the end, unless SQLite threw away the transaction under way.</returns>
    private int CommitFrom(IReadOnlyList<WriteOperation> group, int from)
    {
        executed.Clear();
        try
        {
            Run("BEGIN IMMEDIATE");
            for (var i = from; i < group.Count; i++)
            {
                if (group[i].IsWithdrawn)
                {
                    group[i].Withdraw();
                    continue;
                }

                executed.Add(group[i]);
                if (RunInSavepoint(group[i]) is { } error)
                {
                    if (session.IsIdle)
                    {
                        scope.UndoGroup();
                        FailAll(executed, error);
                        return i + 1;
                    }

                    executed.RemoveAt(executed.Count - 1);
                    group[i].Fail(error);
                }
            }

            Run("COMMIT");
        }
        catch (SqliteException error)
        {
            if (!session.IsIdle)
            {
                Run("ROLLBACK");
            }

            scope.UndoGroup();
            FailAll(group.Skip(from), error);
            return group.Count;
        }

        scope.KeepGroup();
        foreach (var operation in executed)
        {
            operation.Succeed();
        }

        return group.Count;
    }

    private Exception? RunInSavepoint(WriteOperation operation)
    {
        scope.BeginOperation();
        Run("SAVEPOINT operation");
        try
        {
            operation.Execute(scope);
        }
        catch (Exception error)
        {
            if (!session.IsIdle)
            {
                Run("ROLLBACK TO operation");
                Run("RELEASE operation");
                scope.UndoOperation();
            }

            return error;
        }

        Run("RELEASE operation");
        scope.KeepOperation();
        return null;
    }

    private void Run(string sql)
    {
        using var statement = session.Use(sql);
        statement.Run();
    }
}
