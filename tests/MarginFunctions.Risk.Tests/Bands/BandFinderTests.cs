using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Bands;

public sealed class BandFinderTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent), Given.Linear("ETH-PERP", Given.FivePercent), Given.Inverse("BTCUSD", Given.FivePercent)],
        [Given.Usdt, Given.Coin("SOL", "SOL-USD", null, (0, 0.1m)), Given.Coin("DUST", "DUST-USD", null, (0, 1))]);

    private static readonly MarkSet Marks =
        Given.Marks(Parameters, ("BTC-PERP", 10_000), ("ETH-PERP", 1_000), ("BTCUSD", 10_000), ("SOL-USD", 100), ("DUST-USD", 1));

    [Fact]
    public void One_long_position_has_its_level_below_and_no_end_above()
    {
        // 2,000 + S − 10,000 ≥ 1.2·5 %·S from 8,000/0.94 = 8,510.638297872340…; the roundings of money cost 0.00000002/0.94 more.
        var band = Bands(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 2_000)), 1.2m).Single();
        Assert.InRange(band.Low, 8_510.638297872341m, 8_510.6382979m);
        Assert.Equal(10_000_000_000, band.High);
    }

    [Fact]
    public void Two_levels_leave_the_space_between_them()
    {
        // Between 1.0 and 1.5: 8,000/0.95 = 8,421.05… and 8,000/0.925 = 8,648.64….
        var band = Bands(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 2_000)), Mark("BTC-PERP", 8_500), 1.0m, 1.5m).Single();
        Assert.InRange(band.Low, 8_421.0526315m, 8_421.0526317m);
        Assert.InRange(band.High, 8_648.6486485m, 8_648.6486487m);
    }

    [Fact]
    public void Without_levels_bands_are_untouched()
    {
        var bands = Bands(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000)], ("SOL", 10)));
        Assert.All(bands, band => Assert.Equal(PriceBand.Everything, band));
    }

    [Fact]
    public void A_pool_that_cannot_be_assessed_has_nothing_for_every_mark()
    {
        var missing = Given.Marks(Parameters, ("BTC-PERP", 10_000));
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000), Given.Position("ETH-PERP", 1, 1_000)], ("USDT", 5_000));
        Assert.All(Bands(pool, missing, 1.2m), band => Assert.Equal(PriceBand.Nothing, band));

        var unknown = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000), Given.Position("DOGE-PERP", 1, 1)], ("USDT", 5_000));
        Assert.All(Bands(unknown, Marks, 1.2m), band => Assert.Equal(PriceBand.Nothing, band));
    }

    [Fact]
    public void Bands_are_only_ever_narrowed_and_other_symbols_left_alone()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 2_000));
        var symbols = Parameters.Symbols.Select((_, index) => index).ToArray();
        var before = symbols.Select(_ => new PriceBand(9_000, 11_000)).ToArray();
        var after = (PriceBand[])before.Clone();
        BandFinder.Narrow(pool, Marks, [1.2m], symbols, after);
        Assert.Equal(before, after);

        before[0] = PriceBand.Nothing;
        BandFinder.Narrow(pool, Marks, [1.2m], symbols, before);
        Assert.Equal(PriceBand.Nothing, before[0]);
    }

    [Fact]
    public void Equity_exactly_on_a_level_may_not_move_at_all()
    {
        // Rounded, a hair more may still be below: neither side is safe.
        var bands = Bands(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000), Given.Position("ETH-PERP", 1, 1_000)], ("USDT", 660)), 1.2m);
        Assert.Equal([new PriceBand(10_000, 10_000), new PriceBand(1_000, 1_000)], bands);
    }

    [Fact]
    public void A_hair_below_a_level_may_still_fall()
    {
        var band = Bands(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 599.99999999m)), 1.2m).Single();
        Assert.Equal(new PriceBand(0, 10_000), band);
    }

    [Fact]
    public void Coin_alone_can_never_become_a_debt()
    {
        var bands = Bands(Given.CrossPool(Parameters, [], ("SOL", 10), ("DUST", 5)), 1.0m, 1.2m);
        Assert.Equal(new PriceBand(0, 1_000_000), bands[0]);
        Assert.InRange(bands[1].Low, 0, 0.00000001m);
        Assert.Equal(100_000_000, bands[1].High);
        Assert.Equal(new PriceBand(0, 1_000_000), Bands(Given.CrossPool(Parameters, [], ("DUST", 5)), 1.0m).Single());
    }

    [Fact]
    public void A_loan_against_coin_has_an_end_where_it_turns_into_bad_debt()
    {
        // 10·S·90 % − 450 = 0 at 50.
        var band = Bands(Given.CrossPool(Parameters, [], ("SOL", 10), ("USDT", -450)), 1.0m).Single();
        Assert.InRange(band.Low, 50, 50.00000001m);
    }

    [Fact]
    public void A_symbol_the_caller_left_out_is_the_callers_mistake()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 10_000)], ("USDT", 2_000));
        Assert.Throws<ArgumentException>("symbols", () => BandFinder.Narrow(pool, Marks, [1.2m], [], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => BandFinder.Narrow(pool, Marks, [1.2m], [0, 1], new PriceBand[1]));
    }

    private static MarkSet Mark(string symbol, decimal price) => Marks.With(Parameters.FindSymbol(symbol)!.Value, price);

    private static PriceBand[] Bands(ResolvedPool pool, params decimal[] levels) => Bands(pool, Marks, levels);

    /// <summary>By symbol, in ordinal order.</summary>
    private static PriceBand[] Bands(ResolvedPool pool, MarkSet marks, params decimal[] levels)
    {
        var bands = new PriceBand[pool.Symbols.Count];
        Array.Fill(bands, PriceBand.Everything);
        BandFinder.Narrow(pool, marks, levels, pool.Symbols, bands);
        return bands;
    }
}
