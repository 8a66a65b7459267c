using System.Numerics;
using System.Runtime.InteropServices;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tail;

/// <summary>The way of <see cref="WorstScenarios"/> when a few of many are asked for.</summary>
/// <remarks>
/// The profits are divided into more groups than are asked for; at least <c>k</c> profits are not above the <c>k</c>-th smallest of the groups' minima, and hardly more in a sample without order.
/// Those are collected in their order and placed by counting how many are less than each. Comparisons only: the result does not depend on the vector width.
/// </remarks>
internal static class WorstFew
{
    private const int MostAsked = 32;
    private const int MostCandidates = 96;
    private const int CandidatesAtOnce = 64;
    private const int HitsWithoutBranch = 4;

    /// <summary>See <see cref="WorstScenarios.Select"/>.</summary>
    /// <returns>False when too many are asked for, when too many tie, or when a profit is not finite: the heap is the way then, and says what is wrong.</returns>
    public static bool TrySelect(ReadOnlySpan<double> profits, Span<double> values, Span<int> scenarios)
    {
        if (values.IsEmpty || values.Length > MostAsked || profits.Length < 8 * values.Length || profits.Length < CandidatesAtOnce)
        {
            return false;
        }

        return Widths.HasEight ? TrySelect<EightLanes>(profits, values, scenarios)
            : Widths.HasFour ? TrySelect<FourLanes>(profits, values, scenarios)
            : Widths.HasTwo ? TrySelect<TwoLanes>(profits, values, scenarios)
            : TrySelect<OneLane>(profits, values, scenarios);
    }

    /// <summary>The same at one width.</summary>
    internal static bool TrySelect<T>(ReadOnlySpan<double> profits, Span<double> values, Span<int> scenarios)
        where T : struct, ILanes<T>
    {
        Span<double> candidates = stackalloc double[MostCandidates + CandidatesAtOnce];
        Span<int> places = stackalloc int[MostCandidates + CandidatesAtOnce];
        Span<long> ranks = stackalloc long[MostCandidates];

        // A quarter more groups than are asked for, eight at a time.
        var groups = 8 * ((values.Length + values.Length / 4 + 7) / 8);
        if (!TryFindMinima<T>(profits, candidates[..groups]))
        {
            return false;
        }

        Rank<T>(candidates, groups, ranks);
        var bound = double.NegativeInfinity;
        for (var n = 0; n < groups; n++)
        {
            bound = ranks[n] < values.Length ? Math.Max(bound, candidates[n]) : bound;
        }

        var count = Collect<T>(profits, bound, candidates, places);
        if (count > MostCandidates)
        {
            return false;
        }

        Rank<T>(candidates, count, ranks);
        BreakTies(candidates[..count], ranks[..count]);
        Span<double> sorted = stackalloc double[MostCandidates];
        Span<int> sortedPlaces = stackalloc int[MostCandidates];
        for (var n = 0; n < count; n++)
        {
            var rank = (int)ranks[n];
            sorted[rank] = candidates[n];
            sortedPlaces[rank] = places[n];
        }

        sorted[..values.Length].CopyTo(values);
        sortedPlaces[..values.Length].CopyTo(scenarios);
        return true;
    }

    /// <summary>The minima of profits that are a multiple of the number of groups apart; what is left over at the end is in none.</summary>
    /// <returns>False when a profit is not finite.</returns>
    private static bool TryFindMinima<T>(ReadOnlySpan<double> profits, Span<double> minima)
        where T : struct, ILanes<T>
    {
        ref var first = ref MemoryMarshal.GetReference(profits);
        var (count, groups) = ((nuint)T.Count, (nuint)minima.Length);
        var end = (nuint)profits.Length / groups * groups;

        // Zero times anything finite is zero and stays so.
        var check = T.Of(0);
        for (nuint group = 0; group < groups; group += count)
        {
            var (one, other) = (T.Load(in first, group), T.Load(in first, group));
            var (checkOne, checkOther) = (one * T.Of(0), T.Of(0));
            var index = group + groups;
            for (; index + groups < end; index += 2 * groups)
            {
                var (a, b) = (T.Load(in first, index), T.Load(in first, index + groups));
                one = T.Min(a, one);
                other = T.Min(b, other);
                checkOne = T.Fma(a, T.Of(0), checkOne);
                checkOther = T.Fma(b, T.Of(0), checkOther);
            }

            if (index < end)
            {
                var last = T.Load(in first, index);
                one = T.Min(last, one);
                checkOne = T.Fma(last, T.Of(0), checkOne);
            }

            T.Store(T.Min(one, other), ref MemoryMarshal.GetReference(minima), group);
            check += checkOne + checkOther;
        }

        var isFinite = T.All(check >= T.Of(0));
        for (var n = (int)end; n < profits.Length; n++)
        {
            isFinite &= double.IsFinite(profits[n]);
        }

        return isFinite;
    }

    /// <summary>The profits that are not above a bound, in their order.</summary>
    /// <returns>How many; more than <see cref="MostCandidates"/> when it stopped there.</returns>
    private static int Collect<T>(ReadOnlySpan<double> profits, double bound, Span<double> candidates, Span<int> places)
        where T : struct, ILanes<T>
    {
        ref var first = ref MemoryMarshal.GetReference(profits);
        var (found, from) = (0, 0);
        for (; from + CandidatesAtOnce <= profits.Length && found <= MostCandidates; from += CandidatesAtOnce)
        {
            var hits = 0UL;
            for (var n = 0; n < CandidatesAtOnce; n += T.Count)
            {
                hits |= (ulong)T.Signs(T.Load(in first, (nuint)(from + n)) <= T.Of(bound)) << n;
            }

            // A few of each 64 are taken without asking whether they are there: how many there are cannot be foretold, by a processor either.
            for (var n = 0; n < HitsWithoutBranch; n++, hits &= hits - 1)
            {
                var place = from + (BitOperations.TrailingZeroCount(hits) & (CandidatesAtOnce - 1));
                candidates[found] = profits[place];
                places[found] = place;
                found += hits == 0 ? 0 : 1;
            }

            for (; hits != 0; hits &= hits - 1)
            {
                var place = from + BitOperations.TrailingZeroCount(hits);
                candidates[found] = profits[place];
                places[found++] = place;
            }
        }

        for (; from < profits.Length && found <= MostCandidates; from++)
        {
            if (profits[from] <= bound)
            {
                candidates[found] = profits[from];
                places[found++] = from;
            }
        }

        return found;
    }

    /// <summary>For each number how many are less.</summary>
    /// <param name="numbers">Finite, with room for two blocks after the last; what is there is overwritten.</param>
    /// <param name="count">How many.</param>
    /// <param name="ranks">Receives the ranks, and something in the rest of the last two blocks.</param>
    private static void Rank<T>(Span<double> numbers, int count, Span<long> ranks)
        where T : struct, ILanes<T>
    {
        numbers.Slice(count, 2 * T.Count).Fill(double.PositiveInfinity);
        ref var first = ref MemoryMarshal.GetReference(numbers);
        ref var target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<long, double>(ranks));
        for (var block = 0; block < count; block += 2 * T.Count)
        {
            var (one, other) = (T.Load(in first, (nuint)block), T.Load(in first, (nuint)(block + T.Count)));
            var (rankOne, rankOther) = (T.Of(0), T.Of(0));
            foreach (var number in numbers[..count])
            {
                // A mask is −1: less it is one more.
                rankOne = T.SubtractBits(rankOne, T.Of(number) < one);
                rankOther = T.SubtractBits(rankOther, T.Of(number) < other);
            }

            T.Store(rankOne, ref target, (nuint)block);
            T.Store(rankOther, ref target, (nuint)(block + T.Count));
        }
    }

    /// <summary>Makes ranks places: the earlier of equals first. Without equals the ranks are 0, 1, 2, … and their sum says so.</summary>
    private static void BreakTies(ReadOnlySpan<double> numbers, Span<long> ranks)
    {
        var missing = (long)ranks.Length * (ranks.Length - 1) / 2;
        foreach (var rank in ranks)
        {
            missing -= rank;
        }

        for (var n = 1; n < ranks.Length && missing > 0; n++)
        {
            for (var earlier = 0; earlier < n; earlier++)
            {
                if (numbers[earlier] == numbers[n])
                {
                    ranks[n]++;
                    missing--;
                }
            }
        }
    }
}
