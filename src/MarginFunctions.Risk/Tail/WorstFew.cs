using System.Runtime.InteropServices;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tail;

/// <summary>The way of <see cref="WorstScenarios.SelectValues"/> when a few of many are asked for.</summary>
/// <remarks>
/// The profits are divided into more groups than are asked for; at least <c>k</c> profits are not above the <c>k</c>-th smallest of the groups' minima, and hardly more in a sample without order.
/// Those are collected and placed by counting how many are less than each. Comparisons only: the result does not depend on the vector width.
/// </remarks>
internal static class WorstFew
{
    private const int MostAsked = 32;
    private const int MostCandidates = 96;
    private const int MostLanes = 8;

    /// <summary>See <see cref="WorstScenarios.SelectValues"/>.</summary>
    /// <returns>False when too many are asked for, when too many tie, or when a profit is not finite: the heap is the way then, and says what is wrong. What values hold is then undefined.</returns>
    public static bool TrySelect(ReadOnlySpan<double> profits, Span<double> values)
    {
        if (values.IsEmpty || values.Length > MostAsked || profits.Length < 8 * values.Length || profits.Length < 64)
        {
            return false;
        }

        return Widths.HasEight ? TrySelect<EightLanes>(profits, values)
            : Widths.HasFour ? TrySelect<FourLanes>(profits, values)
            : Widths.HasTwo ? TrySelect<TwoLanes>(profits, values)
            : TrySelect<OneLane>(profits, values);
    }

    /// <summary>The same at one width.</summary>
    internal static bool TrySelect<T>(ReadOnlySpan<double> profits, Span<double> values)
        where T : struct, ILanes<T>
    {
        Span<double> candidates = stackalloc double[MostCandidates + 2 * MostLanes];

        // A quarter more groups than are asked for, eight at a time.
        var groups = 8 * ((values.Length + values.Length / 4 + 7) / 8);
        if (!TryFindMinima<T>(profits, candidates[..groups]))
        {
            return false;
        }

        Sort<T>(candidates, groups, values);
        var count = Collect<T>(profits, values[^1], candidates);
        if (count > MostCandidates)
        {
            return false;
        }

        Sort<T>(candidates, count, values);
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

    /// <summary>The profits that are not above a bound.</summary>
    /// <returns>How many; more than <see cref="MostCandidates"/> when it stopped there.</returns>
    private static int Collect<T>(ReadOnlySpan<double> profits, double bound, Span<double> candidates)
        where T : struct, ILanes<T>
    {
        ref var first = ref MemoryMarshal.GetReference(profits);
        var (found, from) = (0, 0);
        for (; from + T.Count <= profits.Length && found <= MostCandidates; from += T.Count)
        {
            found += T.PackNotAbove(bound, in first, (nuint)from, ref candidates[found]);
        }

        for (; from < profits.Length && found <= MostCandidates; from++)
        {
            candidates[found] = profits[from];
            found += profits[from] <= bound ? 1 : 0;
        }

        return found;
    }

    /// <summary>The smallest of some numbers in ascending order, each in the place that is the count of those less than it.</summary>
    /// <param name="numbers">Finite, with room for two blocks after the last; what is there is overwritten.</param>
    /// <param name="count">How many, at most <see cref="MostCandidates"/>.</param>
    /// <param name="smallest">Receives as many as it is long, at most <paramref name="count"/>.</param>
    private static void Sort<T>(Span<double> numbers, int count, Span<double> smallest)
        where T : struct, ILanes<T>
    {
        Span<long> ranks = stackalloc long[2 * MostLanes];

        // One place more, for what fills the last blocks.
        Span<double> sorted = stackalloc double[MostCandidates + 1];
        sorted[..smallest.Length].Fill(double.NegativeInfinity);
        numbers.Slice(count, 2 * T.Count).Fill(double.PositiveInfinity);
        ref var first = ref MemoryMarshal.GetReference(numbers);
        ref var target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<long, double>(ranks));
        for (var block = 0; block < count; block += 2 * T.Count)
        {
            var (one, other) = (T.Load(in first, (nuint)block), T.Load(in first, (nuint)(block + T.Count)));
            var (rankOne, rankOther) = (T.Of(0), T.Of(0));
            for (var n = 0; n < count; n++)
            {
                var number = T.Of(numbers[n]);
                rankOne = T.CountLess(rankOne, number, one);
                rankOther = T.CountLess(rankOther, number, other);
            }

            T.Store(rankOne, ref target, 0);
            T.Store(rankOther, ref target, (nuint)T.Count);
            for (var n = 0; n < 2 * T.Count; n++)
            {
                sorted[(int)ranks[n]] = numbers[block + n];
            }
        }

        // Equals have one place; those behind it are empty.
        for (var n = 0; n < smallest.Length; n++)
        {
            if (sorted[n] == double.NegativeInfinity)
            {
                sorted[n] = sorted[n - 1];
            }

            smallest[n] = sorted[n];
        }
    }
}
