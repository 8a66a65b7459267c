namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>Runs <c>npm ci</c> once for each version of package-lock.json, whichever test process comes first.</summary>
internal static class AjvInstall
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task EnsureAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var turn = await TakeTurnAsync(deadline.Token);
        if (IsInstalled())
        {
            return;
        }

        await NodeTool.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], input: "");

        // Written after npm has finished, so an interrupted install is not taken for a good one.
        File.Copy(In("package-lock.json"), In("node_modules", ".installed-lock.json"), overwrite: true);
    }

    private static bool IsInstalled()
    {
        var copy = In("node_modules", ".installed-lock.json");
        return File.Exists(copy) && File.ReadAllText(copy) == File.ReadAllText(In("package-lock.json"));
    }

    // An open file rather than a mutex: the system closes it when its process dies, on every platform.
    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
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

    private static string In(params ReadOnlySpan<string> parts) => Path.Combine([Repository.TestFolder, .. parts]);
}
