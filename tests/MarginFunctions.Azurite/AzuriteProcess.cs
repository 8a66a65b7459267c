using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MarginFunctions.Azurite;

/// <summary>A running Azurite table service.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's public account, the same on every machine: not a secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ChildProcess _process;

    private AzuriteProcess(ChildProcess process, int port)
    {
        _process = process;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"TableEndpoint=http://127.0.0.1:{port}/{Account};";
    }

    public string ConnectionString { get; }

    public static async Task<AzuriteProcess> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var process = ChildProcess.Start(StartInfo(port));
            if (await IsUpAsync(process, port))
            {
                return new AzuriteProcess(process, port);
            }
            var output = process.LastOutput;
            await process.DisposeAsync();

            // Another process may take the port between our choice and Azurite's start.
            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"Azurite did not come up on port {port} in {Attempts} attempts. Its last output:\n{output}");
            }
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // The script behind node_modules/.bin/azurite-table, without the shell that stands between on Windows and would outlive a kill.
    private static ProcessStartInfo StartInfo(int port) => new("node",
    [
        "--require", AzuriteFolder.File("exit-with-parent.cjs"),
        AzuriteFolder.File("node_modules", "azurite", "dist", "src", "table", "main.js"),
        "--tableHost", "127.0.0.1",
        "--tablePort", port.ToString(CultureInfo.InvariantCulture),
        "--inMemoryPersistence",
        "--disableTelemetry",
        "--skipApiVersionCheck",
        "--silent",
    ])
    {
        WorkingDirectory = Path.GetTempPath(),
    };

    private static async Task<bool> IsUpAsync(ChildProcess process, int port)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!process.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
