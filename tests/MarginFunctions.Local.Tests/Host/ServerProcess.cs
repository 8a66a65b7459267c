using System.Diagnostics;
using System.Globalization;
using System.Text;
using MarginFunctions.Engine.Parameters;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>The local host's <c>serve</c> as a child process on a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Process process;
    private readonly Stopwatch age = Stopwatch.StartNew();
    private readonly Task<string> error;
    private Task<string> log = Task.FromResult("");
    private ServerClient? client;

    private ServerProcess(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
    }

    public ServerClient Client => client ?? throw new InvalidOperationException("The server does not listen yet.");

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string data, params string[] options)
    {
        var server = Launch(data, options);
        await server.ListenAsync();
        return server;
    }

    /// <summary>Starts a server and waits for nothing.</summary>
    public static ServerProcess Launch(string data, params string[] options) =>
        new(Process.Start(LocalHost.Command(["serve", "--port", "0", "--data", data, "--parameters", Parameters(data), .. options]))!);

    /// <summary>The sample, but prices stay fresh for a day: a slow machine must not make them stale on their way.</summary>
    private static string Parameters(string data)
    {
        var path = data + ".parameters.json";
        File.WriteAllText(path, Encoding.UTF8.GetString(RiskParametersFile.SampleDocument()).Replace("\"maximumPriceAge\": \"00:01:00\"", "\"maximumPriceAge\": \"1.00:00:00\"", StringComparison.Ordinal));
        return path;
    }

    public async Task ListenAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The server ended: {await error}");
        var address = line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("http://", StringComparison.Ordinal));
        client = new ServerClient(new Uri(address));
        log = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>How long the process has lived at most.</summary>
    public TimeSpan Age => age.Elapsed;

    /// <summary>Kills the process as a power cut would.</summary>
    /// <returns>What it had logged; nothing when all went well.</returns>
    public async Task<string> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        return await log + await error;
    }

    /// <summary>Asks the process to stop, as a container runtime does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        await KillAsync();
        process.Dispose();
    }
}
