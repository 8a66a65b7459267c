namespace MarginFunctions.Local.Hosting;

/// <summary>A folder for one run's database, deleted afterwards.</summary>
internal sealed class ThrowAwayFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-");

    public string Path => System.IO.Path.Combine(folder.FullName, "run.db");

    public void Dispose() => folder.Delete(recursive: true);
}
