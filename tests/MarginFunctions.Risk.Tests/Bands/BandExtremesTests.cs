using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>Dust and giants: quantities to 1e11, contract sizes to 1e5, prices to 1e10, up to 100 positions. Nothing may throw and bands stay sound.</summary>
public sealed class BandExtremesTests
{
    private static readonly decimal[] Quantities = [1e-18m, 1e-12m, 1e-8m, 1, 1e8m, 1e11m, 99_999_999_999.99999999m];
    private static readonly decimal[] Sizes = [1e-8m, 0.001m, 1, 1e5m];
    private static readonly decimal[] Prices = [1e-10m, 1e-6m, 0.3m, 10_000, 1e10m, 9_999_999_999.999999m];

    [Fact]
    public void A_hundred_giant_positions_are_assessed_and_banded()
    {
        // 1e11·1e5·1e10 = 1e26 each, 1e28 together; decimal ends at 7.9e28.
        foreach (var side in new[] { 1, -1 })
        {
            var parameters = Given.Parameters([.. Enumerable.Range(0, 100).Select(i => Given.Linear($"P{i}", Given.Tiers((0, 1, 1)), size: 1e5m))], [Given.Usdt]);
            var positions = Enumerable.Range(0, 100).Select(i => Given.Position($"P{i}", side * 1e11m, 1e10m)).ToArray();
            var pool = Given.CrossPool(parameters, positions, ("USDT", 1e11m));
            var marks = Given.Marks(parameters, [.. positions.Select(p => (p.Instrument, 1e10m))]);
            var margin = Given.Assess(pool, marks);
            Assert.Equal((1e11m, 1e28m), (margin.Equity, margin.Maintenance));
            Check("a hundred giants", pool, marks, margin);
        }
    }

    [Fact]
    public void Every_mixture_of_dust_and_giants_is_assessed_and_banded()
    {
        var random = new Random(5);
        for (var round = 0; round < 3_000; round++)
        {
            var count = random.Next(1, 8);
            var tiers = Given.Tiers((0, 0.01m, 0.005m), (1e-10m, 0.02m, 0.01m), (1_000_000, 0.04m, 0.02m), (1e15m, 1, 0.9m));
            var parameters = Given.Parameters(
                [.. Enumerable.Range(0, count).Select(i => random.Next(4) == 0 ? Given.Inverse($"P{i}", tiers, size: Pick(Sizes)) : Given.Linear($"P{i}", tiers, size: Pick(Sizes)))],
                [Given.Usdt, Given.Coin("C", "C-USD", random.Next(2) == 0 ? 1e12m : null, (0, 0.01m), (1e-8m, 0.1m), (1e18m, 0.9m))]);

            // An entry price within a factor of a thousand of the mark: beyond it, an inverse giant's profit alone would exceed what a decimal holds.
            var prices = parameters.Symbols.ToDictionary(s => s, _ => Pick(Prices));
            var positions = parameters.Instruments.Select(i => Given.Position(i.Symbol, Pick(Quantities) * (random.Next(2) == 0 ? 1 : -1), prices[i.Symbol] * Pick([0.001m, 0.9m, 1, 1.3m])));
            var pool = Given.CrossPool(parameters, [.. positions], ("USDT", Pick(Quantities) * Pick([-1, 0, 1])), ("C", Pick(Quantities) * Pick([-1, 0, 1])));
            var marks = MarkSet.Of(parameters, prices);
            Check($"round {round}", pool, marks, Given.Assess(pool, marks));
        }

        decimal Pick(decimal[] values) => values[random.Next(values.Length)];
    }

    private static void Check(string name, ResolvedPool pool, MarkSet marks, MarginPosition before)
    {
        var bands = new PriceBand[pool.Symbols.Count];
        Array.Fill(bands, PriceBand.Everything);
        BandFinder.Narrow(pool, marks, [1.5m, 1.2m, 1.0m], pool.Symbols, bands);
        var (lows, highs) = (marks, marks);
        for (var i = 0; i < bands.Length; i++)
        {
            var mark = marks.Find(pool.Symbols[i])!.Value;
            Assert.True(bands[i].Contains(mark), $"{name}: {bands[i]} does not hold {mark}");
            lows = lows.With(pool.Symbols[i], bands[i].Low > 0 ? bands[i].Low : Math.Min(mark, 1e-12m));
            highs = highs.With(pool.Symbols[i], bands[i].High);
        }

        foreach (var moved in new[] { lows, highs })
        {
            var after = Given.Assess(pool, moved);
            Assert.True(before.IsBadDebt == after.IsBadDebt, name);
            foreach (var level in new[] { 1.5m, 1.2m, 1.0m })
            {
                Assert.True(before.IsBelow(level) == after.IsBelow(level), $"{name}: {before} became {after}");
            }
        }

        for (var i = 0; i < pool.Positions.Count; i++)
        {
            TroublePrices.Find(pool, i, marks);
        }

        Assert.Equal(before.Maintenance > 0, before.MarginRatio is not null);
    }
}
