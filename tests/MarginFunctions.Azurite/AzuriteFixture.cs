using MarginFunctions.Node;
using Xunit;

namespace MarginFunctions.Azurite;

/// <summary>
/// One Azurite table service on a port of its own, in memory, for as long as a test collection runs. Each assembly declares its collection:
/// <c>[CollectionDefinition("Azurite")] public sealed class AzuriteCollection : ICollectionFixture&lt;AzuriteFixture&gt;;</c>.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _process;

    public string ConnectionString => _process?.ConnectionString ?? throw new InvalidOperationException("Azurite has not started yet.");

    public async Task InitializeAsync()
    {
        await new NodePackage(AzuriteFolder.Path).EnsureInstalledAsync();
        _process = await AzuriteProcess.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
