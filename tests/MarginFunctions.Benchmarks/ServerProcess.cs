using System.Diagnostics;
using System.Text.Json;

namespace MarginFunctions.Benchmarks;

/// <summary>The local host's <c>serve</c> as a child process on a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    public static async Task<ServerProcess> StartAsync(string data)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(Local.Embedded.EmbeddedDatabase).Assembly.Location, "serve", "--port", "0", "--data", data })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server said nothing.");
        var address = line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("http://", StringComparison.Ordinal));
        return new ServerProcess(process, new Uri(address));
    }

    /// <summary>Returns when no inbound or internal queue holds anything.</summary>
    public async Task WaitUntilIdleAsync()
    {
        while (true)
        {
            using var health = JsonDocument.Parse(await Client.GetByteArrayAsync("healthz"));
            var queues = health.RootElement.GetProperty("queues");
            if (new[] { "position-updates", "price-updates", "shard-work" }.All(q =>
                queues.GetProperty(q).GetProperty("active").GetInt64() == 0 && queues.GetProperty(q).GetProperty("locked").GetInt64() == 0))
            {
                return;
            }

            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
