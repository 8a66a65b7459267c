using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>One server for a class of tests that leave no message behind. It must have logged nothing at the end.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly TemporaryFile file = new();
    private ServerProcess? server;

    internal ServerClient Client => server!.Client;

    public async Task InitializeAsync() => server = await ServerProcess.StartAsync(file.Path);

    public async Task DisposeAsync()
    {
        var log = await server!.KillAsync();
        await server.DisposeAsync();
        file.Dispose();
        Assert.Equal("", log);
    }
}
