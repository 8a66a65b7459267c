using Azure.Data.Tables;
using MarginFunctions.Azurite;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

/// <summary>A table of its own for every test.</summary>
[Collection(AzuriteCollection.Name)]
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected TableServiceClient Service { get; } = new(azurite.ConnectionString);

    protected TableClient Table { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Table = Service.GetTableClient($"t{Guid.NewGuid():N}");
        await Table.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await Table.DeleteAsync();
}
