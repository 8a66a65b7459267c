namespace MarginFunctions.Node;

/// <summary>A folder with package.json and package-lock.json, and the programs that run in it.</summary>
public sealed class NodePackage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder;
    private readonly Lazy<Task> _installed;

    /// <summary>Names the folder; nothing is installed yet.</summary>
    /// <param name="folder">The folder; absolute, as a test's assembly runs from its own output folder.</param>
    public NodePackage(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
        _installed = new Lazy<Task>(InstallAsync);
    }

    /// <summary>Runs <c>npm ci</c> once for each version of package-lock.json, whichever test process comes first. No package's own scripts are run.</summary>
    /// <exception cref="InvalidOperationException">npm is not there, or failed; the message has what it wrote.</exception>
    public Task EnsureInstalledAsync() => _installed.Value;

    /// <summary>Runs a script of the folder to its end, after the install.</summary>
    /// <param name="script">Its file, relative to the folder.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it wrote.</exception>
    public async Task<string> RunAsync(string script, string input)
    {
        await EnsureInstalledAsync();
        return await NodeProcess.RunAsync("node", [script], _folder, input, Patience);
    }

    private async Task InstallAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var turn = await TakeTurnAsync(deadline.Token);
        if (IsInstalled())
        {
            return;
        }

        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        await NodeProcess.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], _folder, input: "", Patience);

        // Written after npm has finished, so an interrupted install is not taken for a good one.
        File.Copy(In("package-lock.json"), In("node_modules", ".installed-lock.json"), overwrite: true);
    }

    private bool IsInstalled()
    {
        var copy = In("node_modules", ".installed-lock.json");
        return File.Exists(copy) && File.ReadAllText(copy) == File.ReadAllText(In("package-lock.json"));
    }

    // An open file rather than a mutex: the system closes it when its process dies, on every platform.
    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(In("obj"));
        while (true)
        {
            try
            {
                return new FileStream(In("obj", "npm-ci.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private string In(params ReadOnlySpan<string> parts) => Path.Combine([_folder, .. parts]);
}
