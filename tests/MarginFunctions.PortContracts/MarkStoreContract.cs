using System.Globalization;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IMarkStore"/> guarantees.</summary>
public abstract class MarkStoreContract : PortContract<IMarkStore>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Start = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_new_store_has_no_marks() => Assert.Empty(await Port.ReadAllAsync(None));

    [Fact]
    public async Task The_first_mark_of_a_symbol_is_stored()
    {
        Assert.Equal([true], await Port.AdvanceAsync([At(0, 100)], None));

        Assert.Equal(At(0, 100), Assert.Single(await Port.ReadAllAsync(None)));
    }

    [Fact]
    public async Task A_later_mark_replaces_an_earlier_one()
    {
        await Port.AdvanceAsync([At(0, 100)], None);

        Assert.Equal([true], await Port.AdvanceAsync([At(1, 90)], None));

        Assert.Equal(At(1, 90), Assert.Single(await Port.ReadAllAsync(None)));
    }

    [Fact]
    public async Task A_mark_of_the_same_time_is_refused()
    {
        await Port.AdvanceAsync([At(5, 100)], None);

        Assert.Equal([false], await Port.AdvanceAsync([At(5, 90)], None));

        Assert.Equal(At(5, 100), Assert.Single(await Port.ReadAllAsync(None)));
    }

    [Fact]
    public async Task An_earlier_mark_is_refused()
    {
        await Port.AdvanceAsync([At(5, 100)], None);

        Assert.Equal([false], await Port.AdvanceAsync([At(4, 90)], None));

        Assert.Equal(At(5, 100), Assert.Single(await Port.ReadAllAsync(None)));
    }

    [Fact]
    public async Task A_mark_a_tenth_of_a_microsecond_later_is_later()
    {
        await Port.AdvanceAsync([At(0, 100)], None);
        var next = At(0, 90) with { AsOf = Start.AddTicks(1) };

        Assert.Equal([true], await Port.AdvanceAsync([next], None));

        Assert.Equal(next, Assert.Single(await Port.ReadAllAsync(None)));
    }

    [Fact]
    public async Task The_same_instant_in_another_time_zone_is_the_same_time()
    {
        await Port.AdvanceAsync([At(0, 100)], None);

        Assert.Equal([false], await Port.AdvanceAsync([At(0, 90) with { AsOf = Start.ToOffset(TimeSpan.FromHours(9)) }], None));
    }

    [Fact]
    public async Task Each_mark_is_answered_for_in_its_place()
    {
        await Port.AdvanceAsync([At(5, 100, "B"), At(5, 100, "D"), At(5, 100, "E")], None);

        Assert.Equal([true, false, true, false], await Port.AdvanceAsync([At(1, 1, "A"), At(5, 1, "B"), At(6, 1, "D"), At(4, 1, "E")], None));
    }

    [Fact]
    public async Task Nothing_to_advance_is_no_error() => Assert.Empty(await Port.AdvanceAsync([], None));

    [Fact]
    public async Task More_than_a_hundred_symbols_advance_in_one_call()
    {
        var marks = Enumerable.Range(0, 130).Select(i => At(i, i + 1, $"SYM-{i:D3}")).ToArray();

        Assert.All(await Port.AdvanceAsync(marks, None), Assert.True);

        Assert.Equal(marks, (await Port.ReadAllAsync(None)).OrderBy(mark => mark.Symbol, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("1234567890.123456789012345678")]
    [InlineData("43120.50")]
    public async Task Prices_are_exact_to_the_last_digit(string price)
    {
        await Port.AdvanceAsync([At(0, decimal.Parse(price, CultureInfo.InvariantCulture))], None);

        Assert.Equal(price, Assert.Single(await Port.ReadAllAsync(None)).Price.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_mark_never_goes_backwards_under_parallel_writers()
    {
        var random = new Random(42);
        var writers = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 12).OrderBy(_ => random.Next()).ToArray()).ToArray();
        var writing = Task.WhenAll(writers.Select(seconds => Task.Run(async () =>
        {
            foreach (var second in seconds)
            {
                await Port.AdvanceAsync([At(second, second + 1)], None);
            }
        })));

        var seen = DateTimeOffset.MinValue;
        while (!writing.IsCompleted)
        {
            foreach (var mark in await Port.ReadAllAsync(None))
            {
                Assert.True(mark.AsOf >= seen, $"{mark.AsOf:O} was read after {seen:O}.");
                seen = mark.AsOf;
            }
        }

        await writing;
        Assert.Equal(At(11, 12), Assert.Single(await Port.ReadAllAsync(None)));
    }

    [Fact]
    public async Task Of_writers_racing_with_the_same_first_time_exactly_one_stores()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => Port.AdvanceAsync([At(0, writer + 1)], None))));

        var winner = Assert.Single(Enumerable.Range(0, 4), writer => outcomes[writer][0]);
        Assert.Equal(At(0, winner + 1), Assert.Single(await Port.ReadAllAsync(None)));
    }

    private static Mark At(int second, decimal price, string symbol = "BTC-PERP") => new(symbol, price, Start.AddSeconds(second), "venue-1");
}
