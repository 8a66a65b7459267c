using System.Diagnostics;

namespace MarginFunctions.Azurite;

/// <summary>Runs <c>npm ci</c> once for each version of package-lock.json, whichever test process comes first.</summary>
internal static class AzuriteInstall
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task EnsureAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            using var turn = await TakeTurnAsync(deadline.Token);
            if (!IsInstalled())
            {
                await InstallAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException(
                $"Azurite was not installed within {Patience.TotalMinutes} minutes. Run 'npm ci' in {AzuriteFolder.Path} to see why.");
        }
    }

    // The copy is written after npm has finished, so an interrupted install is not taken for a good one.
    private static bool IsInstalled()
    {
        var copy = AzuriteFolder.File("node_modules", ".installed-lock.json");
        return File.Exists(copy) && File.ReadAllText(copy) == File.ReadAllText(AzuriteFolder.File("package-lock.json"));
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = AzuriteFolder.Path,
        };
        await using var npm = ChildProcess.Start(start);
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"'npm ci' in {AzuriteFolder.Path} ended with code {npm.ExitCode}:\n{npm.LastOutput}");
        }
        File.Copy(AzuriteFolder.File("package-lock.json"), AzuriteFolder.File("node_modules", ".installed-lock.json"), overwrite: true);
    }

    // An open file rather than a mutex: the system closes it when its process dies, on every platform.
    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(AzuriteFolder.File("obj"));
        while (true)
        {
            try
            {
                return new FileStream(AzuriteFolder.File("obj", "npm-ci.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
