namespace MarginFunctions.Risk.Tail;

/// <summary>The lower triangle <c>L</c> with <c>L·Lᵀ</c> the given covariance or correlation matrix.</summary>
public sealed class CholeskyFactor
{
    // A pivot is a difference of numbers of its diagonal entry's size: below this part of it nothing but rounding is left.
    private const double SmallestPivot = 1e-14;

    private readonly double[] lower;

    private CholeskyFactor(int size, double[] lower)
    {
        Size = size;
        this.lower = lower;
    }

    /// <summary>Rows.</summary>
    public int Size { get; }

    /// <summary>An entry of <c>L</c>; zero above the diagonal.</summary>
    public double this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Size);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Size);
            return lower[row * Size + column];
        }
    }

    /// <summary>Factors a matrix, row by row, every sum from the first column on.</summary>
    /// <param name="matrix">Row by row, finite, symmetric to 12 digits.</param>
    /// <param name="size">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">Another number of entries, an entry that is not finite or not symmetric, or a matrix that is not positive definite; the message names the entry or the pivot.</exception>
    public static CholeskyFactor Of(ReadOnlySpan<double> matrix, int size)
    {
        Check(matrix, size);
        var lower = new double[matrix.Length];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix[row * size + column];
                for (var n = 0; n < column; n++)
                {
                    rest -= lower[row * size + n] * lower[column * size + n];
                }

                if (column < row)
                {
                    lower[row * size + column] = rest / lower[column * size + column];
                }
                else if (rest > SmallestPivot * matrix[row * size + row])
                {
                    lower[row * size + row] = Math.Sqrt(rest);
                }
                else
                {
                    throw new ArgumentException($"The matrix is not positive definite: pivot {row} is {rest}.", nameof(matrix));
                }
            }
        }

        return new CholeskyFactor(size, lower);
    }

    /// <summary><c>L·x</c> in place.</summary>
    internal void Multiply(Span<double> vector)
    {
        for (var row = Size - 1; row >= 0; row--)
        {
            var sum = 0.0;
            for (var column = 0; column <= row; column++)
            {
                sum += lower[row * Size + column] * vector[column];
            }

            vector[row] = sum;
        }
    }

    private static void Check(ReadOnlySpan<double> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (matrix.Length != (long)size * size)
        {
            throw new ArgumentException($"{matrix.Length} entries were given for {size} rows and columns.", nameof(matrix));
        }

        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var (entry, mirrored) = (matrix[row * size + column], matrix[column * size + row]);
                if (!double.IsFinite(entry))
                {
                    throw new ArgumentException($"Entry ({row}, {column}) is {entry}; an entry is a finite number.", nameof(matrix));
                }

                if (Math.Abs(entry - mirrored) > 1e-12 * Math.Max(Math.Abs(entry), Math.Abs(mirrored)))
                {
                    throw new ArgumentException($"Entry ({row}, {column}) is {entry} and ({column}, {row}) is {mirrored}; the matrix is symmetric.", nameof(matrix));
                }
            }
        }
    }
}
