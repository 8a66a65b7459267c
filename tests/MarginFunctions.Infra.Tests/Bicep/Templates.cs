using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>Bicep files that belong together, by their names from the top of the repository.</summary>
/// <param name="Files">The files.</param>
internal sealed record Templates(IReadOnlyDictionary<string, BicepFile> Files)
{
    public const string MainFile = "infra/main.bicep";

    /// <summary>Those that can be read; a rule about syntax tells of the others.</summary>
    public IEnumerable<(string Path, BicepFile File)> Readable => Files.Where(f => f.Value.Problems.Count == 0).Select(f => (f.Key, f.Value));

    /// <summary>Everything under infra.</summary>
    public static Task<Templates> ReadInfraAsync() => ReadAsync(Repository.Files("infra", "*.bicep").ToDictionary(file => file, Repository.Read));

    public static async Task<Templates> ReadAsync(IReadOnlyDictionary<string, string> texts)
    {
        var files = await BicepReader.ReadAsync([.. texts.Values]);
        return new Templates(texts.Keys.Zip(files, KeyValuePair.Create).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The file that a module statement of another file means.</summary>
    public static string Resolve(string file, string modulePath)
    {
        var folders = new Stack<string>(file.Split('/')[..^1]);
        foreach (var step in modulePath.Split('/'))
        {
            if (step == "..")
            {
                folders.TryPop(out _);
            }
            else if (step != ".")
            {
                folders.Push(step);
            }
        }

        return string.Join('/', folders.Reverse());
    }
}
