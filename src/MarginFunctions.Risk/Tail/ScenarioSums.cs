using System.Runtime.InteropServices;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tail;

/// <summary>Weighted sums of a matrix's rows, column by column.</summary>
internal static class ScenarioSums
{
    /// <summary>
    /// <c>sums[s] = Σₚ factors[p]·matrix[rows[p], from + s]</c>, first to last from zero, one rounding a product and one a sum: every column for itself, with the same bits at any vector width.
    /// </summary>
    /// <param name="matrix">Row by row.</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="rows">Rows of the matrix; not checked.</param>
    /// <param name="factors">One a row.</param>
    /// <param name="from">The first column.</param>
    /// <param name="sums">Receives as many columns as it is long; no further than the row's end, which is not checked.</param>
    public static void Of(ReadOnlySpan<double> matrix, int columns, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, int from, Span<double> sums)
    {
        nuint done = 0;
        if (Widths.HasEight)
        {
            done = Sweep<EightLanes>(matrix, columns, rows, factors, from, sums, done);
        }

        if (Widths.HasFour && done < (nuint)sums.Length)
        {
            done = Sweep<FourLanes>(matrix, columns, rows, factors, from, sums, done);
        }

        if (Widths.HasTwo && done < (nuint)sums.Length)
        {
            done = Sweep<TwoLanes>(matrix, columns, rows, factors, from, sums, done);
        }

        if (done < (nuint)sums.Length)
        {
            Sweep<OneLane>(matrix, columns, rows, factors, from, sums, done);
        }
    }

    /// <summary>Sums full blocks from column <paramref name="start"/> of <paramref name="sums"/> on.</summary>
    /// <returns>The first column that is left.</returns>
    internal static nuint Sweep<T>(ReadOnlySpan<double> matrix, int columns, ReadOnlySpan<int> rows, ReadOnlySpan<double> factors, int from, Span<double> sums, nuint start)
        where T : struct, ILanes<T>
    {
        ref var first = ref MemoryMarshal.GetReference(matrix);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var (index, count, end) = (start, (nuint)T.Count, (nuint)sums.Length);

        // Eight blocks at once: a factor is spread once for all of them, and no sum waits for the one before. The last eight end at the end, so a few sums are taken twice.
        while (start + 8 * count <= end)
        {
            var (a, b, c, d) = (T.Of(0), T.Of(0), T.Of(0), T.Of(0));
            var (e, f, g, h) = (T.Of(0), T.Of(0), T.Of(0), T.Of(0));
            for (var n = 0; n < rows.Length; n++)
            {
                var place = (nuint)rows[n] * (nuint)columns + (nuint)from + index;
                var factor = T.Of(factors[n]);
                a += factor * T.Load(in first, place);
                b += factor * T.Load(in first, place + count);
                c += factor * T.Load(in first, place + 2 * count);
                d += factor * T.Load(in first, place + 3 * count);
                e += factor * T.Load(in first, place + 4 * count);
                f += factor * T.Load(in first, place + 5 * count);
                g += factor * T.Load(in first, place + 6 * count);
                h += factor * T.Load(in first, place + 7 * count);
            }

            T.Store(a, ref target, index);
            T.Store(b, ref target, index + count);
            T.Store(c, ref target, index + 2 * count);
            T.Store(d, ref target, index + 3 * count);
            T.Store(e, ref target, index + 4 * count);
            T.Store(f, ref target, index + 5 * count);
            T.Store(g, ref target, index + 6 * count);
            T.Store(h, ref target, index + 7 * count);
            if (index + 8 * count == end)
            {
                return end;
            }

            index = Math.Min(index + 8 * count, end - 8 * count);
        }

        for (; index + count <= end; index += count)
        {
            var sum = T.Of(0);
            for (var n = 0; n < rows.Length; n++)
            {
                sum += T.Of(factors[n]) * T.Load(in first, (nuint)rows[n] * (nuint)columns + (nuint)from + index);
            }

            T.Store(sum, ref target, index);
        }

        return index;
    }
}
