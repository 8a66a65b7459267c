using FsCheck.Fluent;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>A band that is always one mark wide would be sound and useless: with one position the ends are where the status really changes.</summary>
public sealed class BandTightnessTests
{
    [Fact]
    public void Just_outside_the_band_of_a_single_position_the_status_changes()
    {
        var ends = 0;
        Always.Holds(Cases, c =>
        {
            var instrument = c.Inverse ? Given.Inverse("BTC", Given.EthTiers) : Given.Linear("BTC", Given.EthTiers);
            var parameters = Given.Parameters([instrument], [Given.Usdt]);
            var pool = Given.CrossPool(parameters, [Given.Position("BTC", c.Quantity * (c.Inverse ? 1_000 : 1), c.Mark)], ("USDT", c.Notional * c.Ratio));
            var marks = Given.Marks(parameters, ("BTC", c.Mark));
            var symbol = pool.Symbols[0];
            PriceBand[] bands = [PriceBand.Everything];
            BandFinder.Narrow(pool, marks, [1.5m, 1.2m, 1.0m], pool.Symbols, bands);

            var before = Statuses(Given.Assess(pool, marks));
            if (bands[0].Low > 0)
            {
                ends++;
                Assert.NotEqual(before, Statuses(Given.Assess(pool, marks.With(symbol, bands[0].Low * (1 - 0.000001m)))));
            }

            if (bands[0].High < c.Mark * 1_000_000)
            {
                ends++;
                Assert.NotEqual(before, Statuses(Given.Assess(pool, marks.With(symbol, bands[0].High * (1 + 0.000001m)))));
            }
        }, count: 4_000);
        Assert.InRange(ends, 3_000, int.MaxValue);
    }

    private static (bool, bool, bool) Statuses(MarginPosition position) => (position.IsBelow(1.5m), position.IsBelow(1.2m), position.IsBelow(1.0m));

    private static FsCheck.Gen<(decimal Quantity, decimal Mark, decimal Notional, decimal Ratio, bool Inverse)> Cases =>
        from mark in Gen.OneOf(Always.Decimals(0.5m, 50, 4), Always.Decimals(50, 100_000, 2))
        from notional in Gen.OneOf(Always.Decimals(1_000, 90_000, 0), Always.Decimals(100_000, 4_000_000, 0), Gen.Elements(10_000m, 100_000m, 500_000m, 1_000_000m))
        from ratio in Always.Decimals(-0.02m, 0.3m, 5)
        from side in Gen.Elements(1, -1)
        from inverse in Gen.Elements(true, false)
        let size = inverse ? notional / 100_000 : notional / mark
        select (side * decimal.Round(size, 6), mark, notional, ratio, inverse);
}
