using System.Diagnostics;
using MarginFunctions.Local.Embedded;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>The real executable, from the build output beside the tests.</summary>
internal static class LocalHost
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static ProcessStartInfo Command(IEnumerable<string> arguments) =>
        new("dotnet", [typeof(EmbeddedDatabase).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Runs a command to its end.</summary>
    public static async Task<FinishedCommand> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new FinishedCommand(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }
}
