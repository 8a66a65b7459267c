using System.Diagnostics;
using System.Globalization;

namespace MarginFunctions.Benchmarks;

/// <summary>The NumPy script as a child process that runs once for every line it is sent.</summary>
internal sealed class NumPyProcess : IDisposable
{
    private readonly Process process;

    private NumPyProcess(Process process, string versions)
    {
        this.process = process;
        Versions = versions;
    }

    /// <summary>NumPy and the library that its matrix product is from.</summary>
    public string Versions { get; }

    /// <summary>Starts the script, on the core of this thread when that is kept on one.</summary>
    /// <param name="input">The file of accounts.</param>
    /// <param name="output">Receives the measures.</param>
    /// <param name="threads">How many threads the matrix product may take; nothing for as many as it likes.</param>
    /// <returns>Nothing when there is no Python with NumPy; why has been printed. The variable PYTHON names another one than /usr/bin/python3.</returns>
    public static NumPyProcess? TryStart(string input, string output, int? threads)
    {
        var python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
        var command = new ProcessStartInfo(python, [CompiledBaseline.SourceOf("historical_tail.py"), input, output])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
        {
            command.Environment[variable] = threads?.ToString(CultureInfo.InvariantCulture);
        }

        try
        {
            var process = Process.Start(command)!;
            if (process.StandardOutput.ReadLine() is { } line && line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return new NumPyProcess(process, line["ready ".Length..]);
            }

            Console.WriteLine($"MISSING: {python} does not run historical_tail.py: {process.StandardError.ReadToEnd().Trim().Split('\n')[^1]}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"MISSING: NumPy, because there is no {python}.");
        }

        return null;
    }

    /// <summary>Runs once.</summary>
    public (double Processor, double Wall) Run()
    {
        process.StandardInput.WriteLine("run");
        process.StandardInput.Flush();
        var seconds = process.StandardOutput.ReadLine()!.Split(' ');
        return (double.Parse(seconds[0], CultureInfo.InvariantCulture), double.Parse(seconds[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
