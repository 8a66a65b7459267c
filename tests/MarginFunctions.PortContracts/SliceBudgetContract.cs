using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every store of a minute's slices guarantees.</summary>
public abstract class SliceBudgetContract : PortContract<ISliceBudget>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 5, 19, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_wanted_is_granted_while_it_is_there_then_whole_lots_then_nothing()
    {
        Assert.Equal([4m], await Port.TakeAsync(Minute(), [Wish("A", 4)], None));
        Assert.Equal([5m], await Port.TakeAsync(Minute(), [Wish("B", 5)], None));

        // 1.5 is left of 10.5: one whole lot of it.
        Assert.Equal([1m], await Port.TakeAsync(Minute(), [Wish("C", 3)], None));
        Assert.Equal([0m], await Port.TakeAsync(Minute(), [Wish("D", 3)], None));
    }

    [Fact]
    public async Task The_same_wish_again_takes_nothing_more_and_is_granted_the_same()
    {
        await Port.TakeAsync(Minute(), [Wish("A", 4)], None);

        Assert.Equal([4m], await Port.TakeAsync(Minute(), [Wish("A", 4)], None));
        Assert.Equal([4m], await Port.TakeAsync(Minute(), [Wish("A", 9)], None));
        Assert.Equal([6m], await Port.TakeAsync(Minute(), [Wish("B", 6)], None));
    }

    [Fact]
    public async Task Wishes_of_one_call_are_served_in_their_order()
    {
        Assert.Equal([6m, 4m, 0m, 0.5m], await Port.TakeAsync(Minute(), [Wish("A", 6), Wish("B", 7), Wish("C", 1), Wish("D", 0.5m)], None));
    }

    [Fact]
    public async Task Less_than_is_of_use_is_not_granted_and_stays_for_others()
    {
        Assert.Equal([8m, 0m, 2m], await Port.TakeAsync(Minute(), [Wish("A", 8), Wish("B", 5, least: 3), Wish("C", 2)], None));
    }

    [Fact]
    public async Task Every_instrument_and_every_minute_has_its_own()
    {
        await Port.TakeAsync(Minute(), [Wish("A", 10.5m)], None);

        Assert.Equal([0m], await Port.TakeAsync(Minute(), [Wish("B", 1)], None));
        Assert.Equal([1m], await Port.TakeAsync(Minute("ETH-PERP"), [Wish("B", 1)], None));
        Assert.Equal([1m], await Port.TakeAsync(Minute(minutes: 1), [Wish("B", 1)], None));
    }

    [Fact]
    public async Task Refused_shards_are_found_by_their_minutes()
    {
        Assert.Empty(await Port.FindRefusedAsync(Noon, Noon.AddHours(1), None));
        await Port.TakeAsync(Minute(), [Wish("A", 10, shard: 7), Wish("B", 2, shard: 9), Wish("C", 2, shard: 3)], None);
        await Port.TakeAsync(Minute("ETH-PERP", minutes: 2), [Wish("D", 20, shard: 1023)], None);

        // 0.5 was left for B and C, which is no lot. D got a part.
        Assert.Equal([3, 9], await Port.FindRefusedAsync(Noon, Noon.AddMinutes(2), None));
        Assert.Equal([1023], await Port.FindRefusedAsync(Noon.AddMinutes(1), Noon.AddMinutes(3), None));
        Assert.Equal([3, 9, 1023], await Port.FindRefusedAsync(Noon, Noon.AddMinutes(3), None));
        Assert.Empty(await Port.FindRefusedAsync(Noon.AddMinutes(3), Noon.AddHours(1), None));
    }

    [Fact]
    public async Task Minutes_before_a_moment_are_forgotten_and_later_ones_are_kept()
    {
        await Port.TakeAsync(Minute(), [Wish("A", 20)], None);
        await Port.TakeAsync(Minute(minutes: 1), [Wish("A", 20)], None);

        await Port.PruneAsync(Noon.AddMinutes(1), None);
        await Port.PruneAsync(Noon.AddMinutes(1), None);

        Assert.Empty(await Port.FindRefusedAsync(Noon, Noon.AddMinutes(1), None));
        Assert.Equal([10m], await Port.TakeAsync(Minute(), [Wish("B", 20)], None));
        Assert.Equal([0m], await Port.TakeAsync(Minute(minutes: 1), [Wish("B", 20)], None));
    }

    [Fact]
    public async Task Many_who_take_at_once_never_take_more_than_there_is()
    {
        var granted = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => Task.Run(() => Port.TakeAsync(Minute(), [Wish($"J{n}", 1)], None))));

        Assert.Equal(10, granted.Sum(g => g[0]));
        Assert.All(granted, g => Assert.Contains(g[0], new[] { 0m, 1m }));
    }

    [Fact]
    public async Task A_minute_has_room_for_as_many_grants_as_a_row_holds()
    {
        var id = new string('x', 149);
        var minute = Minute() with { Cap = 1_000_000 };
        SliceRequest[] wishes = [.. Enumerable.Range(0, MinuteSlices.MaximumGrants + 1).Select(n => Wish($"{id}{n:D6}", 0.00000001m) with { Lot = 0.00000001m, Least = 0.00000001m })];

        var granted = await Port.TakeAsync(minute, wishes, None);

        Assert.All(granted.SkipLast(1), g => Assert.Equal(0.00000001m, g));
        Assert.Equal(0, granted[^1]);
        Assert.Equal(granted, await Port.TakeAsync(minute, wishes, None));
    }

    private static SliceMinute Minute(string instrument = "BTC-PERP", int minutes = 0) => new(instrument, Noon.AddMinutes(minutes), Cap: 10.5m);

    private static SliceRequest Wish(string id, decimal wanted, int shard = 0, decimal? least = null) => new(id, shard, wanted, least ?? Math.Min(1, wanted), Lot: 1);
}
