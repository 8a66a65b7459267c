using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>The local host's <c>serve</c> on a free port, for one class of tests. It must have logged nothing at the end.</summary>
public sealed class LocalServer : IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-");
    private readonly HttpClient http = new() { Timeout = Longest };
    private readonly Dictionary<string, string> environment;
    private readonly string[] options;
    private string expectedOnError = "";
    private Process? process;
    private Task<string>? output;
    private Task<string>? error;

    public LocalServer()
        : this([])
    {
    }

    internal LocalServer(Dictionary<string, string> environment, params string[] options)
    {
        this.environment = environment;
        this.options = options;
    }

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "MarginFunctions.Local.dll");
        var data = Path.Combine(folder.FullName, "engine.db");
        var start = new ProcessStartInfo("dotnet", [program, "serve", "--port", "0", "--data", data, .. options]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The server ended: {await error}");
        Address = line.Split([' ', ',']).First(word => word.StartsWith("http://", StringComparison.Ordinal));
        output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
        Assert.Equal(expectedOnError, (await output! + await error!).Trim());
    }

    /// <summary>Stops it. It must have logged this and nothing else.</summary>
    internal Task StopAsync(string expectedOnError)
    {
        this.expectedOnError = expectedOnError;
        return DisposeAsync();
    }

    /// <summary>Sends a message that must be taken.</summary>
    internal async Task PostAsync(string queue, string message)
    {
        using var body = new StringContent(message, Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(new Uri($"{Address}/{queue}/messages"), body);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
    }

    /// <summary>Waits until an event can be received.</summary>
    internal async Task WaitForEventAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            using var health = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{Address}/healthz"), limit.Token));
            if (health.RootElement.GetProperty("queues").GetProperty("margin-calls/subscriptions/notifications").GetProperty("active").GetInt64() > 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    /// <summary>An account as the server has it; null when no update has named it.</summary>
    internal async Task<JsonElement?> FindAccountAsync(string account)
    {
        using var reply = await http.GetAsync(new Uri($"{Address}/accounts/{account}"));
        if (reply.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        return JsonSerializer.Deserialize<JsonElement>(await reply.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }
}
