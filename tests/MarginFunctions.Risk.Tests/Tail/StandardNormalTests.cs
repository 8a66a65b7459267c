using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class StandardNormalTests
{
    // Newton on the series of Φ in 80-digit arithmetic, at the exact value of the double p. 0.074 to 0.076 are either side of a change of approximation, 1e-13 too.
    [Theory]
    [InlineData(1e-13, -7.348796102800677)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-6, -4.753424308822899)]
    [InlineData(0.001, -3.0902323061678135)]
    [InlineData(0.01, -2.3263478740408411)]
    [InlineData(0.025, -1.9599639845400542)]
    [InlineData(0.05, -1.6448536269514727)]
    [InlineData(0.074, -1.4466320671589785)]
    [InlineData(0.075, -1.4395314709384559)]
    [InlineData(0.076, -1.4325027208258116)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.4, -0.2533471031357997)]
    [InlineData(0.75, 0.6744897501960817)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.999, 3.0902323061678133)]
    public void The_inverse_is_right_to_four_units_in_the_last_place(double p, double x) => Samples.AssertClose(x, StandardNormal.Inverse(p), 4 * Math.BitIncrement(Math.Abs(x)) - 4 * Math.Abs(x));

    [Fact]
    public void The_inverse_of_a_half_is_zero_and_both_sides_mirror()
    {
        Assert.Equal(0, StandardNormal.Inverse(0.5));
        for (var n = 1; n < 512; n++)
        {
            Assert.Equal(-StandardNormal.Inverse(n / 1024.0), StandardNormal.Inverse(1 - n / 1024.0));
        }
    }

    [Fact]
    public void The_inverse_rises_at_the_joins_of_its_approximations()
    {
        foreach (var join in new[] { 0.075, 0.925, Math.Exp(-25) })
        {
            Assert.True(StandardNormal.Inverse(join * (1 - 1e-12)) < StandardNormal.Inverse(join * (1 + 1e-12)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void No_probability_is_refused(double p) => Assert.Throws<ArgumentOutOfRangeException>("p", () => StandardNormal.Inverse(p));
}
