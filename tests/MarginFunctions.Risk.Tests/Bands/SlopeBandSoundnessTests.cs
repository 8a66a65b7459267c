using System.Globalization;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;
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

    private static readonly int Accounts = int.Parse(Environment.GetEnvironmentVariable("BAND_ACCOUNTS") ?? "1200", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("standard")]
    [InlineData("Deribit's shape")]
    [InlineData("OKX's shape")]
    [InlineData("Derive's shape")]
    [InlineData("SPAN's shape")]
    public void No_joint_move_inside_the_bands_changes_a_status(string mode)
    {
        var model = BandModels.All.SingleOrDefault(m => m.Name == mode);
        var (pairs, pinned) = (0L, 0);
        for (var seed = 0; seed < Accounts; seed++)
        {
            pairs += CheckAccount(new RandomOptionBook(seed, model), ref pinned);
        }

        output.WriteLine($"{mode}: {Accounts} accounts, {pinned} pinned to today's marks, {pairs} pairs of account and move");
        Assert.True(pinned < Accounts / 3, $"{pinned} of {Accounts} accounts have bands of today's marks only");
    }

    private static int CheckAccount(RandomOptionBook book, ref int pinned)
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
    private static Int128 Statuses(RandomOptionBook book, MarkSet marks, decimal[] levels)
    {
        Int128 bits = 0;
        foreach (var pool in book.Resolved.Pools)
        {
            Assert.True(PoolAssessor.TryAssess(pool, marks, out var position, out var missing), $"{book}: {missing} is missing");
            foreach (var level in levels)
            {
                bits = (bits << 1) | (position.IsBelow(level) ? 1 : 0);
            }

            bits = (bits << 1) | (position.IsBadDebt ? 1 : 0);
        }

        return bits;
    }

    /// <summary>For each pool's lowest and highest level, corners climbed to: mark by mark the end that pushes the value further, twice around, from today and from all low.</summary>
    private static IEnumerable<MarkSet> WorstCorners(RandomOptionBook book, decimal[] levels, IReadOnlyList<int> symbols, PriceBand[] bands)
    {
        foreach (var pool in book.Resolved.Pools.Where(p => !p.IsSeparable))
        {
            foreach (var level in new[] { levels.Min(), levels.Max() }.Distinct())
            {
                yield return Climb(-1);
                yield return Climb(1);

                MarkSet Climb(int sign)
                {
                    var at = book.Marks;
                    var best = Value(at);
                    for (var round = 0; round < 2; round++)
                    {
                        foreach (var symbol in pool.Symbols)
                        {
                            var (low, high) = Ends(book, symbol, bands[symbols.ToList().IndexOf(symbol)]);
                            foreach (var end in new[] { low, high })
                            {
                                var moved = at.With(symbol, end);
                                if (Value(moved) is var value && value > best)
                                {
                                    (at, best) = (moved, value);
                                }
                            }
                        }
                    }

                    return at;

                    decimal Value(MarkSet marks)
                    {
                        PoolAssessor.TryAssess(pool, marks, out var position, out _);
                        return sign * (position.Equity - level * position.Maintenance);
                    }
                }
            }
        }
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
