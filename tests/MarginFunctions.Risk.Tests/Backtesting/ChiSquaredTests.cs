using MarginFunctions.Risk.Backtesting;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Backtesting;

public sealed class ChiSquaredTests
{
    // The critical values of any table, with all digits.
    [Theory]
    [InlineData(1, 0.10, 2.705543454095404)]
    [InlineData(1, 0.05, 3.841458820694124)]
    [InlineData(1, 0.01, 6.634896601021213)]
    [InlineData(1, 0.001, 10.827566170662733)]
    [InlineData(2, 0.10, 4.605170185988092)]
    [InlineData(2, 0.05, 5.991464547107979)]
    [InlineData(2, 0.01, 9.21034037197618)]
    [InlineData(2, 0.001, 13.815510557964274)]
    public void Critical_values_have_their_probabilities(int degreesOfFreedom, double probability, double value) =>
        Samples.AssertClose(probability, ChiSquared.UpperTail(value, degreesOfFreedom), 1e-13);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_tail_falls_from_one_to_zero(int degreesOfFreedom)
    {
        Assert.Equal(1, ChiSquared.UpperTail(0, degreesOfFreedom));
        Assert.Equal(0, ChiSquared.UpperTail(double.PositiveInfinity, degreesOfFreedom));
        var before = 1.0;
        for (var x = 0.5; x < 50; x += 0.5)
        {
            var tail = ChiSquared.UpperTail(x, degreesOfFreedom);
            Assert.True(tail > 0 && tail < before, $"{x}");
            before = tail;
        }
    }
}
