namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>
/// Keeps a second process, or a second opener in this one, off a database. The operating system releases the handle when the process dies, however it dies.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream handle;

    private DatabaseLock(FileStream handle) => this.handle = handle;

    public static DatabaseLock Take(string databasePath)
    {
        try
        {
            // The file is never deleted: a process that deletes it on its way out could take it from under one that has just locked it.
            return new DatabaseLock(new FileStream(databasePath + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error)
        {
            throw new InvalidOperationException(
                $"{databasePath} is open already, in another process or in this one. Stop the other one, or name another file. ({error.Message})", error);
        }
    }

    public void Dispose() => handle.Dispose();
}
