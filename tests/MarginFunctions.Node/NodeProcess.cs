using System.ComponentModel;
using System.Diagnostics;

namespace MarginFunctions.Node;

/// <summary>Runs a program of Node.js to its end.</summary>
internal static class NodeProcess
{
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, string folder, string input, TimeSpan patience)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"'{program}' did not start: these tests need Node.js 18 or newer, with npm, on the PATH.", missing);
        }

        using var deadline = new CancellationTokenSource(patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await WriteAsync(process, input, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' in {folder} ended with code {process.ExitCode}:\n{await errors}{await output}");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' in {folder} did not end within {patience.TotalMinutes} minutes.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // A program that fails at once closes its input; what it wrote says more than the broken pipe.
    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }
}
