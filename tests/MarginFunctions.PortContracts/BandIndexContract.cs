using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Bands;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IBandIndex"/> guarantees.</summary>
public abstract class BandIndexContract : PortContract<IBandIndex>
{
    private const string Btc = "BTC-PERP";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_new_index_has_no_bands()
    {
        Assert.Empty(await Port.FindLeftAsync(Btc, 100, None));
        Assert.Empty(await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Narrowing_creates_a_band_that_was_absent()
    {
        await Port.NarrowAsync(1, 1, Bands(90, 110), None);

        Assert.Equal(Bands(90, 110), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Narrowing_intersects_and_never_widens()
    {
        await Port.NarrowAsync(1, 1, Bands(90, 110), None);
        await Port.NarrowAsync(1, 2, Bands(80, 105), None);
        Assert.Equal(Bands(90, 105), await Port.ReadShardAsync(1, None));

        await Port.NarrowAsync(1, 3, Bands(0, 1000), None);
        Assert.Equal(Bands(90, 105), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Narrowing_to_bands_that_do_not_meet_leaves_no_mark_inside()
    {
        await Port.NarrowAsync(1, 1, Bands(90, 110), None);
        await Port.NarrowAsync(1, 2, Bands(120, 130), None);

        Assert.True((await Port.ReadShardAsync(1, None))[Btc].IsEmpty);
        Assert.Equal([1], await Port.FindLeftAsync(Btc, 100, None));
    }

    [Fact]
    public async Task Narrowing_leaves_symbols_it_does_not_name()
    {
        await Port.NarrowAsync(1, 1, new Dictionary<string, PriceBand> { [Btc] = new(90, 110), ["ETH-PERP"] = new(9, 11) }, None);
        await Port.NarrowAsync(1, 2, Bands(95, 110), None);

        var bands = await Port.ReadShardAsync(1, None);
        Assert.Equal(new PriceBand(95, 110), bands[Btc]);
        Assert.Equal(new PriceBand(9, 11), bands["ETH-PERP"]);
    }

    [Fact]
    public async Task Narrowing_raises_the_version_so_that_an_older_replacement_no_longer_widens()
    {
        await Port.NarrowAsync(1, 1, Bands(90, 110), None);
        await Port.NarrowAsync(1, 5, Bands(95, 105), None);

        await Port.ReplaceAsync(1, 4, Bands(0, 1000), None);

        Assert.Equal(Bands(95, 105), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Narrowing_with_a_lower_version_still_narrows_and_keeps_the_higher_version()
    {
        await Port.NarrowAsync(1, 5, Bands(90, 110), None);
        await Port.NarrowAsync(1, 2, Bands(95, 110), None);
        Assert.Equal(Bands(95, 110), await Port.ReadShardAsync(1, None));

        await Port.ReplaceAsync(1, 4, Bands(0, 1000), None);
        Assert.Equal(Bands(95, 110), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Replacing_with_an_equal_version_widens()
    {
        await Port.NarrowAsync(1, 5, Bands(95, 105), None);

        await Port.ReplaceAsync(1, 5, Bands(80, 120), None);

        Assert.Equal(Bands(80, 120), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Replacing_with_a_higher_version_widens_and_stays_against_the_older_one()
    {
        await Port.NarrowAsync(1, 5, Bands(95, 105), None);
        await Port.ReplaceAsync(1, 6, Bands(80, 120), None);
        await Port.ReplaceAsync(1, 5, Bands(0, 1000), None);

        Assert.Equal(Bands(80, 120), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task Replacing_decides_row_by_row()
    {
        await Port.NarrowAsync(1, 5, Bands(95, 105), None);
        await Port.NarrowAsync(1, 3, new Dictionary<string, PriceBand> { ["ETH-PERP"] = new(9, 11) }, None);

        await Port.ReplaceAsync(1, 4, new Dictionary<string, PriceBand> { [Btc] = new(0, 1000), ["ETH-PERP"] = new(5, 20), ["SOL-PERP"] = new(1, 2) }, None);

        var bands = await Port.ReadShardAsync(1, None);
        Assert.Equal(new PriceBand(95, 105), bands[Btc]);
        Assert.Equal(new PriceBand(5, 20), bands["ETH-PERP"]);
        Assert.Equal(new PriceBand(1, 2), bands["SOL-PERP"]);
    }

    [Fact]
    public async Task Replacing_leaves_what_it_does_not_name()
    {
        await Port.NarrowAsync(1, 3, new Dictionary<string, PriceBand> { ["ETH-PERP"] = new(9, 11) }, None);

        await Port.ReplaceAsync(1, 4, Bands(90, 110), None);

        Assert.Equal([Btc, "ETH-PERP"], (await Port.ReadShardAsync(1, None)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal([1], await Port.FindLeftAsync("ETH-PERP", 100, None));
    }

    [Fact]
    public async Task A_mark_finds_the_shards_whose_band_it_has_left_ascending()
    {
        await Port.NarrowAsync(12, 1, Bands(90, 110), None);
        await Port.NarrowAsync(3, 1, Bands(95, 105), None);
        await Port.NarrowAsync(7, 1, Bands(50, 200), None);
        await Port.NarrowAsync(5, 1, new Dictionary<string, PriceBand> { ["ETH-PERP"] = new(1, 2) }, None);

        Assert.Empty(await Port.FindLeftAsync(Btc, 100, None));
        Assert.Equal([3], await Port.FindLeftAsync(Btc, 106, None));
        Assert.Equal([3, 12], await Port.FindLeftAsync(Btc, 89.99m, None));
        Assert.Equal([3, 7, 12], await Port.FindLeftAsync(Btc, 1000, None));
    }

    [Fact]
    public async Task The_ends_of_a_band_belong_to_it()
    {
        await Port.NarrowAsync(1, 1, Bands(90.5m, 110.5m), None);

        Assert.Empty(await Port.FindLeftAsync(Btc, 90.5m, None));
        Assert.Empty(await Port.FindLeftAsync(Btc, 110.5m, None));
        Assert.Equal([1], await Port.FindLeftAsync(Btc, 90.4999999999999999999999999m, None));
        Assert.Equal([1], await Port.FindLeftAsync(Btc, 110.5000000000000000000000001m, None));
    }

    [Fact]
    public async Task The_band_of_nothing_is_left_by_every_mark_and_the_band_of_everything_by_none()
    {
        await Port.NarrowAsync(1, 1, new Dictionary<string, PriceBand> { [Btc] = PriceBand.Nothing }, None);
        await Port.NarrowAsync(2, 1, new Dictionary<string, PriceBand> { [Btc] = PriceBand.Everything }, None);

        Assert.Equal(PriceBand.Nothing, (await Port.ReadShardAsync(1, None))[Btc]);
        Assert.Equal(PriceBand.Everything, (await Port.ReadShardAsync(2, None))[Btc]);
        Assert.Equal([1], await Port.FindLeftAsync(Btc, 0.5m, None));
        Assert.Equal([1], await Port.FindLeftAsync(Btc, 79228162514264337593543950335m, None));
    }

    [Fact]
    public async Task Parallel_narrowing_ends_in_the_intersection_of_all()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => Port.NarrowAsync(1, i, Bands(i, 100 - i), None))));

        Assert.Equal(Bands(8, 92), await Port.ReadShardAsync(1, None));
        await Port.ReplaceAsync(1, 7, Bands(0, 1000), None);
        Assert.Equal(Bands(8, 92), await Port.ReadShardAsync(1, None));
    }

    [Fact]
    public async Task A_narrowing_is_never_lost_to_an_older_replacement_that_runs_beside_it()
    {
        await Port.NarrowAsync(1, 1, Bands(90, 110), None);

        for (var version = 2; version <= 6; version++)
        {
            var band = new PriceBand(90 + version, 110 - version);
            await Task.WhenAll(
                Task.Run(() => Port.NarrowAsync(1, version, new Dictionary<string, PriceBand> { [Btc] = band }, None)),
                Task.Run(() => Port.ReplaceAsync(1, version - 1, Bands(0, 1000), None)));

            Assert.True(band.Covers((await Port.ReadShardAsync(1, None))[Btc]));
        }
    }

    [Fact]
    public async Task A_shard_may_have_more_than_a_hundred_symbols()
    {
        var bands = Enumerable.Range(0, 130).ToDictionary(i => $"SYM-{i:D3}", i => new PriceBand(i, i + 1));

        await Port.NarrowAsync(1, 1, bands, None);
        Assert.Equal(bands, await Port.ReadShardAsync(1, None));

        await Port.ReplaceAsync(1, 1, bands.ToDictionary(pair => pair.Key, pair => PriceBand.Everything), None);
        Assert.All((await Port.ReadShardAsync(1, None)).Values, band => Assert.Equal(PriceBand.Everything, band));
    }

    [Fact]
    public async Task No_bands_at_all_are_no_error()
    {
        await Port.NarrowAsync(1, 1, new Dictionary<string, PriceBand>(), None);
        await Port.ReplaceAsync(1, 1, new Dictionary<string, PriceBand>(), None);

        Assert.Empty(await Port.ReadShardAsync(1, None));
    }

    private static Dictionary<string, PriceBand> Bands(decimal low, decimal high) => new() { [Btc] = new PriceBand(low, high) };
}
