using System.Globalization;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;
using Xunit.Abstractions;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>
/// Pools with options, and pools margined by scenarios: while every price and volatility stays in its band no status changes, tried at corners found to hurt most and with random moves. <c>BAND_ACCOUNTS</c> sets how
/// many accounts are tried.
/// </summary>
public sealed class SlopeBandSoundnessTests(ITestOutputHelper output)
{
    private const int RandomMoves = 20;

    private static readonly int Accounts = int.Parse(Environment.GetEnvironmentVariable("BAND_ACCOUNTS") ?? "600", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("standard")]
    [InlineData("Deribit's shape")]
    [InlineData("OKX's shape")]
    [InlineData("Derive's shape")]
    [InlineData("SPAN's shape")]
    [InlineData("charges")]
    public void No_joint_move_inside_the_bands_changes_a_status(string mode)
    {
        var model = BandModels.All.SingleOrDefault(m => m.Name == mode);
        var (pairs, pinned) = (0L, 0);
        for (var seed = 0; seed < Accounts; seed++)
        {
            pairs += CheckAccount(new RandomOptionBook(seed, model), ref pinned);
        }

        output.WriteLine($"{mode}: {Accounts} accounts, {pinned} pinned to today's marks, {pairs} pairs of account and move");
        Assert.True(pinned < Accounts / 2.5, $"{pinned} of {Accounts} accounts have bands of today's marks only");
    }

    private static long CheckAccount(RandomOptionBook book, ref int pinned)
    {
        var random = new Random(book.Seed);
        var levels = RandomBook.Levels.Where(_ => random.Next(3) > 0).DefaultIfEmpty(1).ToArray();
        var symbols = book.Resolved.Symbols;
        var bands = new PriceBand[symbols.Count];
        Array.Fill(bands, PriceBand.Everything);
        foreach (var pool in book.Resolved.Pools)
        {
            BandFinder.Narrow(pool, book.Marks, levels, symbols, bands);
        }

        for (var i = 0; i < bands.Length; i++)
        {
            Assert.True(bands[i].Contains(book.Marks.Find(symbols[i])!.Value), $"{book}: band {bands[i]} does not hold the mark");
        }

        if (bands.All(b => b.Low == b.High))
        {
            pinned++;
            return 0;
        }

        var pairs = 0L;
        foreach (var pool in book.Resolved.Pools.Where(p => !p.IsSeparable))
        {
            foreach (var level in new[] { levels.Min(), levels.Max() }.Distinct())
            {
                pairs += Climb(book, pool, levels, level, sign: -1, bands) + Climb(book, pool, levels, level, sign: 1, bands);
            }
        }

        var before = book.Resolved.Pools.Select(p => Status(book, p, book.Marks, levels, out _)).ToArray();
        foreach (var moved in RandomMoved(book, symbols, bands, random))
        {
            for (var i = 0; i < before.Length; i++)
            {
                Check(book, before[i] == Status(book, book.Resolved.Pools[i], moved, levels, out _), levels, moved);
            }

            pairs++;
        }

        return pairs;
    }

    private static void Check(RandomOptionBook book, bool holds, decimal[] levels, MarkSet moved) =>
        Assert.True(holds, holds ? "" : $"{book}: levels {string.Join(' ', levels)}, marks {string.Join(' ', book.Resolved.Symbols.Select(s => moved.Find(s)))}");

    /// <summary>One bit for each level, and bad debt.</summary>
    private static int Status(RandomOptionBook book, ResolvedPool pool, MarkSet marks, decimal[] levels, out MarginPosition position)
    {
        Assert.True(PoolAssessor.TryAssess(pool, marks, out position, out var missing), missing is null ? "" : $"{book}: {missing} is missing");
        var bits = position.IsBadDebt ? 1 : 0;
        foreach (var level in levels)
        {
            bits = (bits << 1) | (position.IsBelow(level) ? 1 : 0);
        }

        return bits;
    }

    /// <summary>Climbs from corner to corner of the bands, mark by mark to the end that pushes the value further, twice around; every corner on the way is a move.</summary>
    private static long Climb(RandomOptionBook book, ResolvedPool pool, decimal[] levels, decimal level, int sign, PriceBand[] bands)
    {
        var before = Status(book, pool, book.Marks, levels, out var start);
        var (at, best, pairs) = (book.Marks, sign * (start.Equity - level * start.Maintenance), 0L);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < bands.Length; i++)
            {
                var symbol = book.Resolved.Symbols[i];
                var (low, high) = Ends(book, symbol, bands[i]);
                foreach (var end in pool.Symbols.Contains(symbol) ? new[] { low, high } : [])
                {
                    var moved = at.With(symbol, end);
                    Check(book, before == Status(book, pool, moved, levels, out var position), levels, moved);
                    pairs++;
                    if (sign * (position.Equity - level * position.Maintenance) is var value && value > best)
                    {
                        (at, best) = (moved, value);
                    }
                }
            }
        }

        return pairs;
    }

    private static IEnumerable<MarkSet> RandomMoved(RandomOptionBook book, IReadOnlyList<int> symbols, PriceBand[] bands, Random random)
    {
        for (var move = 0; move < RandomMoves; move++)
        {
            // All low, all high, then each mark at an end, anywhere inside, close to today's, or still; a quarter are corners.
            var isCorner = random.Next(4) == 0;
            var moved = book.Marks;
            for (var i = 0; i < bands.Length; i++)
            {
                var (low, high) = Ends(book, symbols[i], bands[i]);
                var mark = book.Marks.Find(symbols[i])!.Value;
                var to = (move < 2 ? move : random.Next(isCorner ? 2 : 6)) switch
                {
                    0 => low,
                    1 => high,
                    2 => low + (mark - low) * (decimal)random.NextDouble(),
                    3 => mark + (high - mark) * (decimal)random.NextDouble(),
                    4 => Math.Clamp(mark * (decimal)(0.9 + 0.2 * random.NextDouble()), low, high),
                    _ => mark,
                };
                moved = moved.With(symbols[i], to);
            }

            yield return moved;
        }
    }

    private static (decimal Low, decimal High) Ends(RandomOptionBook book, int symbol, PriceBand band)
    {
        var mark = book.Marks.Find(symbol)!.Value;
        return (band.Low == 0 ? Math.Min(mark, 1e-12m) : band.Low, Math.Min(band.High, mark * 1_000_000));
    }
}
