namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>The one thread that writes: takes all operations that are waiting and commits them together, so that they share one wait for the disk.</summary>
internal sealed class GroupCommitWriter : DatabaseWriter
{
    private readonly SqlSession session;
    private readonly WriteGroup writes;
    private readonly Lock gate = new();
    private readonly AutoResetEvent arrived = new(false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<WriteOperation> waiting = [];
    private List<WriteOperation> group = [];
    private Exception? refusal;

    public GroupCommitWriter(SqlSession session)
    {
        this.session = session;
        writes = new WriteGroup(session);
        new Thread(Work) { IsBackground = true, Name = "margin-functions writer" }.Start();
    }

    public override void Add(WriteOperation operation)
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

    public override async ValueTask DisposeAsync()
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
                writes.Commit(group);
                group.Clear();
            }
        }
        catch (Exception error)
        {
            // Stop rather than answer from memory.
            var stopped = WriteGroup.Stopped(error);
            Refuse(stopped);
            WriteGroup.FailAll(group, stopped);
            Take();
            WriteGroup.FailAll(group, stopped);
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
}
