namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>Runs the writes of a database, one after the other.</summary>
internal abstract class DatabaseWriter : IAsyncDisposable
{
    /// <summary>Takes a write, which is completed when it is committed, refused or withdrawn.</summary>
    public abstract void Add(WriteOperation operation);

    /// <summary>Commits the writes that were handed in, refuses later ones and closes the connection.</summary>
    public abstract ValueTask DisposeAsync();
}
