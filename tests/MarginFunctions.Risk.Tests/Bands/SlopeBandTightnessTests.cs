using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Scenarios;
using MarginFunctions.Risk.Tests.Support;
using Xunit.Abstractions;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>Bands of today's marks only would be sound and useless.</summary>
public sealed class SlopeBandTightnessTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset InThirtyDays = Models.Now.AddDays(30);

    private static readonly RiskParameters Market = new(
        "v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, [Models.Future("DEC", InThirtyDays)], [Given.Usdt], [],
        [
            Models.Option("C", 50_000, OptionType.Call, InThirtyDays, forward: "DEC"), Models.Option("P", 50_000, OptionType.Put, InThirtyDays, forward: "DEC"),
            Models.Option("C55", 55_000, OptionType.Call, InThirtyDays, forward: "DEC"),
        ],
        BandModels.Span);

    private static readonly MarkSet Marks = Models.Marks(Market, ("DEC", 50_000), ("BTC-VOL", 0.6m));

    [Fact]
    public void In_standard_mode_a_future_against_the_delta_of_sold_calls_makes_bands_much_wider()
    {
        var naked = Widths(AccountMode.Standard, 2_000, ("C", -10));
        var hedged = Widths(AccountMode.Standard, 2_000, ("C", -10), ("DEC", 5.34m));
        output.WriteLine($"{naked.Forward:F4} naked, {hedged.Forward:F4} hedged");
        Assert.True(hedged.Forward > 2.5 * naked.Forward, $"{hedged.Forward} is not 2.5 times {naked.Forward}");
    }

    [Fact]
    public void In_portfolio_mode_a_put_and_a_future_against_sold_calls_leave_nothing_that_moves()
    {
        // A delta hedge would not do: scenarios move the forward first, and it is the delta there that counts.
        var naked = Widths(AccountMode.Portfolio, 20_000, ("C", -10));
        var hedged = Widths(AccountMode.Portfolio, 20_000, ("C", -10), ("P", 10), ("DEC", 10));
        output.WriteLine($"{naked.Forward:F4} naked, {hedged.Forward:F4} hedged");
        Assert.True(hedged.Forward > 3 * naked.Forward, $"{hedged.Forward} is not 3 times {naked.Forward}");
    }

    [Theory]
    [InlineData(AccountMode.Standard)]
    [InlineData(AccountMode.Portfolio)]
    public void A_spread_has_wider_bands_than_its_short_leg(AccountMode mode) =>
        Assert.True(Widths(mode, 5_000, ("C55", -10), ("C", 10)).Forward > 1.3 * Widths(mode, 5_000, ("C55", -10)).Forward);

    [Theory]
    [InlineData(AccountMode.Standard)]
    [InlineData(AccountMode.Portfolio)]
    public void Far_from_its_level_a_pool_has_wide_bands(AccountMode mode)
    {
        var (forward, volatility) = Widths(mode, 300_000, ("C", -10), ("P", -5));
        Assert.InRange(forward, 0.15, 10);
        Assert.InRange(volatility, 0.15, 10);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("Deribit's shape")]
    [InlineData("OKX's shape")]
    [InlineData("Derive's shape")]
    [InlineData("SPAN's shape")]
    [InlineData("charges")]
    public void Half_of_the_way_to_the_true_change_is_mostly_inside(string mode)
    {
        var model = BandModels.All.SingleOrDefault(m => m.Name == mode);
        var ratios = new List<double>();
        for (var seed = 0; seed < 300; seed++)
        {
            var book = new RandomOptionBook(seed, model);
            if (book.Resolved.Pools[0] is { IsSeparable: false } pool && RatioOf(book, pool) is { } ratio)
            {
                ratios.Add(ratio);
            }
        }

        ratios.Sort();
        output.WriteLine($"{mode}: {ratios.Count} pools, band to true distance: quartiles {ratios[ratios.Count / 4]:F2} {ratios[ratios.Count / 2]:F2} {ratios[3 * ratios.Count / 4]:F2}");
        Assert.InRange(ratios[ratios.Count / 2], 0.5, 1.000001);
    }

    /// <summary>What part of the way to the change of status the bands reach, along the corner of the box that is climbed to from today's marks; null without bands, or where nothing changes within 64 times.</summary>
    private static double? RatioOf(RandomOptionBook book, ResolvedPool pool)
    {
        const decimal Level = 1.2m;
        var bands = Bands(pool, book.Marks, Level);
        if (bands.All(b => b.Low == b.High))
        {
            return null;
        }

        var below = Below(book.Marks) < 0;
        var ends = pool.Symbols.Select(s => (double)book.Marks.Find(s)!.Value).ToArray();
        var (at, best) = (book.Marks, Value(book.Marks));
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < bands.Length; i++)
            {
                foreach (var end in new[] { bands[i].Low, bands[i].High })
                {
                    var moved = at.With(pool.Symbols[i], end);
                    if (Value(moved) is var value && value < best)
                    {
                        (at, best, ends[i]) = (moved, value, (double)end);
                    }
                }
            }
        }

        var (kept, changed) = (1d, 1d);
        while (Below(Stretched(changed)) < 0 == below)
        {
            kept = changed;
            changed *= 1.25;
            if (changed > 64)
            {
                return null;
            }
        }

        for (var n = 0; n < 20; n++)
        {
            var middle = (kept + changed) / 2;
            (kept, changed) = Below(Stretched(middle)) < 0 == below ? (middle, changed) : (kept, middle);
        }

        return 1 / kept;

        MarkSet Stretched(double times)
        {
            var moved = book.Marks;
            for (var i = 0; i < ends.Length; i++)
            {
                var mark = (double)book.Marks.Find(pool.Symbols[i])!.Value;
                moved = moved.With(pool.Symbols[i], (decimal)(mark * Math.Clamp(Math.Pow(ends[i] / mark, times), 1e-6, 1e6)));
            }

            return moved;
        }

        decimal Below(MarkSet marks)
        {
            Assert.True(PoolAssessor.TryAssess(pool, marks, out var position, out _));
            return position.Equity - Level * position.Maintenance;
        }

        // Towards the other status.
        decimal Value(MarkSet marks) => below ? -Below(marks) : Below(marks);
    }

    /// <summary>The relative half-widths of forward and volatility, the narrower side.</summary>
    private static (double Forward, double Volatility) Widths(AccountMode mode, decimal above, params (string Symbol, decimal Quantity)[] positions)
    {
        var without = Pool(0);
        var now = Given.Assess(without, Marks);
        var pool = Pool(1.2m * now.Maintenance + above - now.Equity);
        var bands = Bands(pool, Marks, 1.2m);
        return (Width("DEC"), Width("BTC-VOL"));

        ResolvedPool Pool(decimal cash) => ResolvedPortfolio.Resolve(
            new Portfolio([.. positions.Select(p => new Position(p.Symbol, p.Quantity, 50_000))], [new CollateralHolding("USDT", cash)], mode), Market).Pools[0];

        double Width(string symbol)
        {
            var index = Market.FindSymbol(symbol)!.Value;
            var band = bands[pool.Symbols.ToList().IndexOf(index)];
            var mark = Marks.Find(index)!.Value;
            return (double)(Math.Min(band.High - mark, mark - band.Low) / mark);
        }
    }

    private static PriceBand[] Bands(ResolvedPool pool, MarkSet marks, decimal level)
    {
        var bands = new PriceBand[pool.Symbols.Count];
        Array.Fill(bands, PriceBand.Everything);
        BandFinder.Narrow(pool, marks, [level], pool.Symbols, bands);
        return bands;
    }
}
