namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>Runs each write on its caller's thread. Where no commit waits for the disk there is nothing to share, and handing a write to another thread and back costs several times what the write does.</summary>
internal sealed class DirectWriter(SqlSession session) : DatabaseWriter
{
    private readonly WriteGroup writes = new(session);
    private readonly Lock turn = new();
    private Exception? refusal;

    public override void Add(WriteOperation operation)
    {
        lock (turn)
        {
            if (refusal is not null)
            {
                operation.Fail(refusal);
                return;
            }

            try
            {
                writes.Commit([operation]);
            }
            catch (Exception error)
            {
                // Stop rather than answer from memory.
                refusal = WriteGroup.Stopped(error);
                operation.Fail(refusal);
            }
        }
    }

    public override ValueTask DisposeAsync()
    {
        lock (turn)
        {
            refusal = new ObjectDisposedException(nameof(EmbeddedDatabase));
            session.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
