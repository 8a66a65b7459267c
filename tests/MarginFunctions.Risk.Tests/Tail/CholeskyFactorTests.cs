using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class CholeskyFactorTests
{
    [Fact]
    public void A_matrix_of_whole_numbers()
    {
        // L = (2; 6 1; −8 5 3).
        var factor = CholeskyFactor.Of([4, 12, -16, 12, 37, -43, -16, -43, 98], 3);
        double[] expected = [2, 0, 0, 6, 1, 0, -8, 5, 3];
        for (var n = 0; n < 9; n++)
        {
            Assert.Equal(expected[n], factor[n / 3, n % 3]);
        }
    }

    [Fact]
    public void The_factor_times_its_transpose_is_the_matrix() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var (matrix, size) = RandomCovariance(random, random.Next(1, 12));
        var factor = CholeskyFactor.Of(matrix, size);
        for (var n = 0; n < matrix.Length; n++)
        {
            var sum = 0.0;
            for (var k = 0; k < size; k++)
            {
                sum += factor[n / size, k] * factor[n % size, k];
            }

            Samples.AssertClose(matrix[n], sum, 1e-12);
        }
    });

    [Theory]
    [InlineData("a correlation above 1", "The matrix is not positive definite: pivot 1 is -0.21", 1, 1.1, 1.1, 1)]
    [InlineData("a perfect correlation", "The matrix is not positive definite: pivot 1 is 0.", 1, 1, 1, 1)]
    [InlineData("a negative variance", "The matrix is not positive definite: pivot 0 is -1.", -1, 0, 0, 1)]
    [InlineData("a zero variance", "The matrix is not positive definite: pivot 1 is 0.", 1, 0, 0, 0)]
    [InlineData("not symmetric", "Entry (0, 1) is 0.5 and (1, 0) is 0.4; the matrix is symmetric.", 1, 0.5, 0.4, 1)]
    [InlineData("not a number", "Entry (0, 1) is NaN; an entry is a finite number.", 1, double.NaN, 0.4, 1)]
    [InlineData("infinite", "Entry (1, 1) is Infinity; an entry is a finite number.", 1, 0, 0, double.PositiveInfinity)]
    public void A_matrix_without_a_factor_is_refused_by_pivot_or_entry(string rule, string message, double a, double b, double c, double d)
    {
        var error = Assert.Throws<ArgumentException>("matrix", () => CholeskyFactor.Of([a, b, c, d], 2));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }

    [Fact]
    public void Three_correlations_that_cannot_be_together_are_refused()
    {
        var error = Assert.Throws<ArgumentException>("matrix", () => CholeskyFactor.Of([1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1], 3));
        Assert.StartsWith("The matrix is not positive definite: pivot 2 is ", error.Message, StringComparison.Ordinal);
    }

    internal static (double[] Matrix, int Size) RandomCovariance(Random random, int size)
    {
        var factors = Enumerable.Range(0, size * (size + 2)).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[size * size];
        for (var n = 0; n < matrix.Length; n++)
        {
            var (row, column) = (Math.Max(n / size, n % size), Math.Min(n / size, n % size));
            for (var k = 0; k < size + 2; k++)
            {
                matrix[n] += factors[row * (size + 2) + k] * factors[column * (size + 2) + k];
            }

            matrix[n] += row == column ? 0.05 : 0;
        }

        return (matrix, size);
    }
}
