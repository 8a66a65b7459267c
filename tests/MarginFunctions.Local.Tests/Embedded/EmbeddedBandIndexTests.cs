using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.State;
using MarginFunctions.PortContracts;
using MarginFunctions.Risk.Bands;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class EmbeddedBandIndexTests : BandIndexContract
{
    private readonly TemporaryFile file = new();
    private EmbeddedDatabase? database;

    [Fact]
    public async Task Bands_and_their_versions_are_there_after_a_restart()
    {
        await Port.NarrowAsync(3, 5, new Dictionary<string, PriceBand> { ["BTC-PERP"] = new(90.5m, decimal.MaxValue) }, CancellationToken.None);

        await using var reopened = await ReopenAsync();
        var index = await EmbeddedBandIndex.OpenAsync(reopened, CancellationToken.None);

        Assert.Equal([3], await index.FindLeftAsync("BTC-PERP", 90.4m, CancellationToken.None));
        await index.ReplaceAsync(3, 4, new Dictionary<string, PriceBand> { ["BTC-PERP"] = PriceBand.Everything }, CancellationToken.None);
        Assert.Equal(new PriceBand(90.5m, decimal.MaxValue), (await index.ReadShardAsync(3, CancellationToken.None))["BTC-PERP"]);
    }

    protected override async Task<IBandIndex> CreateAsync()
    {
        database = EmbeddedDatabase.Open(file.Path);
        return await EmbeddedBandIndex.OpenAsync(database, CancellationToken.None);
    }

    protected override async Task CleanUpAsync()
    {
        await database!.DisposeAsync();
        file.Dispose();
    }

    private async Task<EmbeddedDatabase> ReopenAsync()
    {
        await database!.DisposeAsync();
        return EmbeddedDatabase.Open(file.Path);
    }
}
