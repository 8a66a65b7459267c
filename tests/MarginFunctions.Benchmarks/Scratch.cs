namespace MarginFunctions.Benchmarks;

/// <summary>A folder for one run.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-benchmark-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
