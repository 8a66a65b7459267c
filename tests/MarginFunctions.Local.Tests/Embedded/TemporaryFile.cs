namespace MarginFunctions.Local.Tests.Embedded;

/// <summary>A path for a database in a directory of its own, removed at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("margin-functions-");

    public string Path => System.IO.Path.Combine(directory.FullName, "engine.db");

    /// <summary>A copy of the file and its log as they are now: what a process that dies now leaves behind.</summary>
    public TemporaryFile CopyAsAfterCrash()
    {
        var copy = new TemporaryFile();
        File.Copy(Path, copy.Path);
        File.Copy(Path + "-wal", copy.Path + "-wal");
        return copy;
    }

    public void Dispose() => directory.Delete(recursive: true);
}
