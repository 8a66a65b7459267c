using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tests.Numerics;

public sealed class NormalDistributionTests
{
    // True values rounded once to double: mpmath 1.3.0 at 400 bits.
    private static readonly (double X, double Value)[] Distribution =
    [
        (-38.4, 6.4e-323),
        (-38.0, 2.88542835e-316),
        (-37.6, 1.074811249587044e-309),
        (-37.5, 4.605353009581955e-308),
        (-37.0, 5.725571222524577e-300),
        (-30.5, 1.3029379131780763e-204),
        (-25.0, 3.056696706382561e-138),
        (-20.0, 2.7536241186062337e-89),
        (-15.0, 3.670966199312751e-51),
        (-12.25, 8.399796063633417e-35),
        (-10.0, 7.619853024160525e-24),
        (-8.5, 9.479534822203318e-18),
        (-8.0, 6.220960574271784e-16),
        (-7.0710678118654755, 7.68729897214016e-13),
        (-6.0, 9.86587645037698e-10),
        (-5.0, 2.866515718791939e-07),
        (-4.0, 3.1671241833119924e-05),
        (-3.5, 0.00023262907903552504),
        (-3.0, 0.0013498980316300946),
        (-2.5758293035489004, 0.005000000000000005),
        (-2.3263478740408408, 0.010000000000000009),
        (-2.0, 0.02275013194817921),
        (-1.959963984540054, 0.025000000000000012),
        (-1.6448536269514722, 0.05000000000000005),
        (-1.5, 0.06680720126885807),
        (-1.2815515655446004, 0.10000000000000002),
        (-1.0, 0.15865525393145705),
        (-0.75, 0.2266273523768682),
        (-0.6744897501960817, 0.25),
        (-0.5, 0.3085375387259869),
        (-0.25, 0.4012936743170763),
        (-0.1, 0.460172162722971),
        (-0.001, 0.49960105778608893),
        (-1e-08, 0.4999999960105772),
        (-1e-300, 0.5),
        (1e-08, 0.5000000039894228),
        (0.1, 0.539827837277029),
        (0.5, 0.6914624612740131),
        (1.0, 0.8413447460685429),
        (1.6448536269514722, 0.95),
        (2.3263478740408408, 0.99),
        (3.0, 0.9986501019683699),
        (5.0, 0.9999997133484281),
        (7.0, 0.9999999999987201),
        (8.2, 0.9999999999999999),
        (8.3, 1.0),
        (-3.931557929670298, 4.21985766754228e-05),
        (-25.944810779406893, 1.0403948536011879e-148),
        (-23.635972415271787, 8.227359495097038e-124),
        (-30.859625886199414, 2.080472293097008e-209),
        (-31.609029346994745, 1.3873389756966038e-219),
        (-34.589830605099976, 1.7963761732777382e-262),
        (-25.849713271529886, 1.2256135004736566e-147),
        (-14.684930095916787, 4.025860280222508e-49),
        (-36.8748245831488, 5.852167010774939e-298),
        (-11.916432766735426, 4.859054799212108e-33),
        (-1.9452376604656187, 0.02587319056553268),
        (-2.2805048207624545, 0.011288882601064868),
        (3.82221689576485, 0.9999338713604455),
        (-0.23105776043953252, 0.4086349647548061),
        (-2.2104827298426715, 0.013535838900446372),
        (-0.22537936515763413, 0.41084208146804696),
        (2.456029609690912, 0.9929759209035501),
        (-5.315988845570521, 5.3039824047236824e-08),
        (5.701194757730823, 0.9999999940514692),
        (-5.725613240967352, 5.153038603645163e-09),
    ];

    // True values rounded once to double: mpmath 1.3.0 at 400 bits.
    private static readonly (double X, double Value)[] Densities =
    [
        (-38.5, 5.4e-323),
        (-38.0, 1.097221052e-314),
        (-37.6, 4.044144809348452e-308),
        (-30.0, 1.4736461348785476e-196),
        (-20.0, 5.520948362159764e-88),
        (-10.0, 7.694598626706419e-23),
        (-5.0, 1.4867195147342977e-06),
        (-3.0, 0.0044318484119380075),
        (-2.0, 0.05399096651318805),
        (-1.0, 0.24197072451914334),
        (-0.5, 0.35206532676429947),
        (-0.1, 0.39695254747701175),
        (-1e-08, 0.39894228040143265),
        (0.001, 0.39894208093034234),
        (0.25, 0.3866681168028492),
        (0.75, 0.30113743215480443),
        (1.5, 0.12951759566589172),
        (2.5, 0.017528300493568537),
        (4.0, 0.00013383022576488534),
        (6.0, 6.075882849823285e-09),
        (8.0, 5.052271083536892e-15),
        (12.0, 2.1463837356630605e-32),
        (16.0, 1.0261630727919036e-56),
        (24.0, 3.342714441794458e-126),
        (32.0, 1.746366256758777e-223),
        (37.5, 1.7282337322841054e-306),
        (18.484831649554224, 2.535631922746e-75),
        (25.521185814721598, 1.4662116671408677e-142),
        (-35.66300238198877, 2.6439202985834597e-277),
        (21.292634494552132, 1.4174277905484483e-99),
        (-9.90234878770232, 2.0333359227816883e-22),
        (5.81039335020872, 1.8615449638510405e-08),
        (-36.3281993753549, 1.055429959356818e-287),
        (-33.54219321627833, 1.964124052770353e-245),
    ];

    [Fact]
    public void Each_reference_of_the_distribution_is_met_within_five_last_digits() =>
        Assert.All(Distribution, r => Digits.AssertWithin(5, r.Value, N(r.X), $"N({r.X:R})"));

    [Fact]
    public void Each_reference_of_the_density_is_met_within_two_last_digits() =>
        Assert.All(Densities, r => Digits.AssertWithin(2, r.Value, Density(r.X), $"n({r.X:R})"));

    [Theory]
    [InlineData("minus infinity", double.NegativeInfinity, 0, 0)]
    [InlineData("minus forty", -40.0, 0, 0)]
    [InlineData("forty", 40.0, 1, 0)]
    [InlineData("far out", 1e300, 1, 0)]
    [InlineData("infinity", double.PositiveInfinity, 1, 0)]
    [InlineData("the middle", 0.0, 0.5, 0.3989422804014327)]
    [InlineData("the middle from below", -0.0, 0.5, 0.3989422804014327)]
    [InlineData("not a number", double.NaN, double.NaN, double.NaN)]
    public void Ends_are_exact(string end, double x, double distribution, double density)
    {
        Digits.AssertSame(distribution, N(x), end);
        Digits.AssertSame(density, Density(x), end);
    }

    [Fact]
    public void The_tails_add_up_to_one_and_the_density_is_even()
    {
        for (var x = 0.0; x < 41; x += 0.001)
        {
            Digits.AssertSame(1, N(x) + N(-x), $"N({x:R}) + N(−{x:R})");
            Digits.AssertSame(Density(x), Density(-x), $"n({x:R})");
        }
    }

    [Fact]
    public void The_distribution_never_falls_on_a_grid()
    {
        var below = 0.0;
        for (var x = -39.0; x < 9; x += 1e-3)
        {
            Assert.True(N(x) >= below, $"N({x:R})");
            below = N(x);
        }
    }

    [Fact]
    public void Two_tails_with_one_division_are_the_tails()
    {
        for (var x = 0.0; x < 37; x += 0.37)
        {
            NormalDistribution.ScaledTails(OneLane.Of(x), OneLane.Of(2 * x), out var near, out var far);
            Digits.AssertWithin(8, N(-x), near.Number * (Density(x) / NormalDistribution.DensityAtZero), $"R({x:R})");
            Assert.InRange(far.Number, 0, 0.5);
        }

        NormalDistribution.ScaledTails(OneLane.Of(0), OneLane.Of(0), out var half, out var other);
        Digits.AssertSame(0.5, half.Number, "R(0)");
        Digits.AssertSame(0.5, other.Number, "R(0)");
        NormalDistribution.ScaledTails(OneLane.Of(50), OneLane.Of(1e15), out _, out var least);
        Digits.AssertWithin(4, 3.989422804014327e-16, least.Number, "R(1e15)");
    }

    private static double N(double x) => NormalDistribution.Of(OneLane.Of(x)).Number;

    private static double Density(double x) => NormalDistribution.Density(OneLane.Of(x)).Number;
}
