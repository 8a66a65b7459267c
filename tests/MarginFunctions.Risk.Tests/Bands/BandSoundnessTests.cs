using System.Globalization;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>
/// While every mark stays in its band no status changes: tried with corners picked to hurt most and with random moves. <c>BAND_ACCOUNTS</c> sets how many accounts are tried.
/// </summary>
public sealed class BandSoundnessTests
{
    private const int RandomMoves = 14;

    private static readonly int Accounts = int.Parse(Environment.GetEnvironmentVariable("BAND_ACCOUNTS") ?? "6000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("accounts of many symbols", 0)]
    [InlineData("accounts of two underlyings", 1_000_000_000)]
    public void No_joint_move_inside_the_bands_changes_a_status(string accounts, int firstSeed)
    {
        var pairs = 0;
        for (var i = 0; i < Accounts; i++)
        {
            var book = firstSeed == 0 ? RandomBook.OfManySymbols(firstSeed + i) : RandomBook.OfTwoUnderlyings(firstSeed + i);
            var random = new Random(book.Seed);
            var levels = RandomBook.Levels.Where(_ => random.Next(3) > 0).DefaultIfEmpty(1).ToArray();
            pairs += CheckAccount(book, levels, random);
        }

        Assert.True(pairs >= Accounts * (RandomMoves + 4), $"only {pairs} pairs of {accounts}");
    }

    private static int CheckAccount(RandomBook book, decimal[] levels, Random random)
    {
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

        var before = Statuses(book, book.Marks, levels);
        var pairs = 0;
        foreach (var moved in WorstCorners(book, levels, symbols, bands).Concat(RandomMoved(book, symbols, bands, random)))
        {
            Assert.True(before == Statuses(book, moved, levels), $"{book}: levels {string.Join(' ', levels)}, marks {string.Join(' ', symbols.Select(s => moved.Find(s)))}");
            pairs++;
        }

        return pairs;
    }

    /// <summary>One bit for each pool, level and bad debt.</summary>
    private static Int128 Statuses(RandomBook book, MarkSet marks, decimal[] levels)
    {
        Int128 bits = 0;
        foreach (var pool in book.Resolved.Pools)
        {
            PoolAssessor.TryAssess(pool, marks, out var position, out _);
            foreach (var level in levels)
            {
                bits = (bits << 1) | (position.IsBelow(level) ? 1 : 0);
            }

            bits = (bits << 1) | (position.IsBadDebt ? 1 : 0);
        }

        return bits;
    }

    /// <summary>For the lowest and the highest level, the ends that together push the cross pool's value furthest down, and up.</summary>
    private static IEnumerable<MarkSet> WorstCorners(RandomBook book, decimal[] levels, IReadOnlyList<int> symbols, PriceBand[] bands)
    {
        var pool = book.Resolved.Pools[0];
        foreach (var level in new[] { levels.Min(), levels.Max() })
        {
            var (lowest, highest) = (book.Marks, book.Marks);
            for (var i = 0; i < bands.Length; i++)
            {
                var (low, high) = Ends(book, symbols[i], bands[i]);
                var (atLow, atHigh) = (Value(low), Value(high));
                lowest = lowest.With(symbols[i], atLow < atHigh ? low : high);
                highest = highest.With(symbols[i], atLow < atHigh ? high : low);

                decimal Value(decimal mark)
                {
                    PoolAssessor.TryAssess(pool, book.Marks.With(symbols[i], mark), out var position, out _);
                    return position.Equity - level * position.Maintenance;
                }
            }

            yield return lowest;
            yield return highest;
        }
    }

    private static IEnumerable<MarkSet> RandomMoved(RandomBook book, IReadOnlyList<int> symbols, PriceBand[] bands, Random random)
    {
        for (var move = 0; move < RandomMoves; move++)
        {
            // All low, all high, then each mark at an end, anywhere inside, close to today's, or still.
            var moved = book.Marks;
            for (var i = 0; i < bands.Length; i++)
            {
                var (low, high) = Ends(book, symbols[i], bands[i]);
                var mark = book.Marks.Find(symbols[i])!.Value;
                var to = (move < 2 ? move : random.Next(6)) switch
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

    /// <summary>A mark is positive, so a low end of 0 stands for a very small one.</summary>
    private static (decimal Low, decimal High) Ends(RandomBook book, int symbol, PriceBand band)
    {
        var mark = book.Marks.Find(symbol)!.Value;
        return (band.Low == 0 ? Math.Min(mark, 1e-12m) : band.Low, Math.Min(band.High, mark * 1_000_000));
    }
}
