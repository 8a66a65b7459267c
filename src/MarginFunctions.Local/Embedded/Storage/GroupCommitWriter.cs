using Microsoft.Data.Sqlite;

namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>The one thread that writes: takes all operations that are waiting, runs each in its own savepoint, commits once, then completes them.</summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private readonly SqlSession session;
    private readonly WriteScope scope;
    private readonly Lock gate = new();
    private readonly AutoResetEvent arrived = new(false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteOperation> executed = [];
    private List<WriteOperation> waiting = [];
    private List<WriteOperation> group = [];
    private Exception? refusal;

    public GroupCommitWriter(SqlSession session)
    {
        this.session = session;
        scope = new WriteScope(session);
        new Thread(Work) { IsBackground = true, Name = "margin-functions writer" }.Start();
    }

    public void Add(WriteOperation operation)
    {
        lock (gate)
        {
            if (refusal is not null)
            {
                operation.Fail(refusal);
                return;
            }

            waiting.Add(operation);
            if (waiting.Count > 1)
            {
                return;
            }
        }

        arrived.Set();
    }

    public async ValueTask DisposeAsync()
    {
        Refuse(new ObjectDisposedException(nameof(EmbeddedDatabase)));
        arrived.Set();
        await ended.Task;
        session.Dispose();
        arrived.Dispose();
    }

    private void Work()
    {
        try
        {
            while (Take())
            {
                for (var next = 0; next < group.Count;)
                {
                    next = CommitFrom(next);
                }

                group.Clear();
            }
        }
        catch (Exception error)
        {
            // The rows are safe in the file, but memory may no longer mirror them: stop rather than answer from it.
            var stopped = new InvalidOperationException("The embedded database has stopped after an error it could not undo. Open it again.", error);
            Refuse(stopped);
            FailAll(group, stopped);
            Take();
            FailAll(group, stopped);
        }

        ended.TrySetResult();
    }

    private bool Take()
    {
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count > 0)
                {
                    group.Clear();
                    (group, waiting) = (waiting, group);
                    return true;
                }

                if (refusal is not null)
                {
                    return false;
                }
            }

            arrived.WaitOne();
        }
    }

    private void Refuse(Exception reason)
    {
        lock (gate)
        {
            refusal ??= reason;
        }
    }

    /// <summary>Runs and commits operations of the group from an index on.</summary>
    /// <returns>The index to go on from: the end, unless SQLite threw away the transaction under way.</returns>
    private int CommitFrom(int from)
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
            FailAll(group[from..], error);
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

    private static void FailAll(List<WriteOperation> operations, Exception error)
    {
        foreach (var operation in operations)
        {
            operation.Fail(error);
        }
    }
}
