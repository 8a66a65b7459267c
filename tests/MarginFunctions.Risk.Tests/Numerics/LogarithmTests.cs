using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tests.Numerics;

public sealed class LogarithmTests
{
    // True values rounded once to double: mpmath 1.3.0 at 400 bits.
    private static readonly (double X, double Value)[] References =
    [
        (5e-324, -744.4400719213812),
        (1e-320, -736.8272408909739),
        (2.225073858507201e-308, -708.3964185322641),
        (2.2250738585072014e-308, -708.3964185322641),
        (1e-300, -690.7755278982137),
        (1e-10, -23.025850929940457),
        (0.001, -6.907755278982137),
        (0.1, -2.3025850929940455),
        (0.25, -1.3862943611198906),
        (0.5, -0.6931471805599453),
        (0.7, -0.35667494393873245),
        (0.7071067811865475, -0.34657359027997275),
        (0.7071067811865476, -0.3465735902799726),
        (0.75, -0.2876820724517809),
        (0.9, -0.10536051565782628),
        (0.999, -0.0010005003335835344),
        (0.9999999999999999, -1.1102230246251565e-16),
        (1.0000000000000002, 2.2204460492503128e-16),
        (1.0000001, 9.999999505838704e-08),
        (1.001, 0.0009995003330834232),
        (1.1, 0.09531017980432493),
        (1.25, 0.22314355131420976),
        (1.414213562373095, 0.3465735902799726),
        (1.4142135623730951, 0.3465735902799727),
        (1.5, 0.4054651081081644),
        (1.9999999999999998, 0.6931471805599452),
        (2.0, 0.6931471805599453),
        (2.718281828459045, 1.0),
        (3.0, 1.0986122886681098),
        (10.0, 2.302585092994046),
        (43120.5, 10.67175380106296),
        (10000000000.0, 23.025850929940457),
        (1e+100, 230.25850929940458),
        (1e+300, 690.7755278982137),
        (1.7976931348623157e+308, 709.782712893384),
        (1.6485881774437126, 0.4999192716009334),
        (0.7394063185370574, -0.3019076870237493),
        (1.6957204871468068, 0.5281077166806921),
        (0.7081511275983547, -0.34509775100731094),
        (1.426178780699175, 0.35499868629298115),
        (0.6900488488254046, -0.37099288849757084),
        (0.502662293303802, -0.6878367194441948),
        (1.807107117086423, 0.5917272888163192),
        (0.8141845737426768, -0.20556818961365403),
        (0.8232217538370984, -0.19452966886745923),
        (1.973631663238888, 0.6798753294965374),
        (1.8086116481552028, 0.592559505729912),
        (3.8291347359350615e-127, -291.0856679500849),
        (7.705367735071984e+276, 637.5554028608),
        (3.420434848252535e+23, 54.18922483046672),
        (4.9921353344671055e+106, 245.68188359833835),
        (7.374094863844535e-178, -407.8621733885724),
        (3.8512406131862596e+264, 609.2308598840117),
        (2.427530326521832e+114, 263.3815750153294),
        (8.681352490541142e+279, 644.5824182787554),

        // Either side of where the mantissa is halved, and where the error is greatest.
        (0.6666666666666665, -0.4054651081081646),
        (0.6666666666666666, -0.40546510810816444),
        (0.6666666666666667, -0.4054651081081643),
        (0.7500000000000001, -0.2876820724517808),
        (1.3333333333333333, 0.28768207245178085),
        (1.4999999999999998, 0.4054651081081642),
        (1.5000000000000002, 0.40546510810816455),
        (2.9999999999999996, 1.0986122886681096),
        (3.0000000000000004, 1.0986122886681098),
        (0.3679190633669119, -0.9998923015057425),
    ];

    [Fact]
    public void Each_reference_is_met_within_two_last_digits() => Assert.All(References, r => Digits.AssertWithin(2, r.Value, Log(r.X), $"log({r.X:R})"));

    [Theory]
    [InlineData("zero", 0.0, double.NegativeInfinity)]
    [InlineData("negative zero", -0.0, double.NegativeInfinity)]
    [InlineData("one", 1.0, 0)]
    [InlineData("infinity", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("a negative number has none", -1.0, double.NaN)]
    [InlineData("nor has the least negative one", -double.Epsilon, double.NaN)]
    [InlineData("nor has minus infinity", double.NegativeInfinity, double.NaN)]
    [InlineData("not a number", double.NaN, double.NaN)]
    public void Ends_are_exact(string end, double x, double value) => Digits.AssertSame(value, Log(x), end);

    [Fact]
    public void The_ratio_of_equals_is_zero_of_others_it_has_the_sign_of_their_difference_and_swapping_moves_a_last_digit_or_two()
    {
        var random = new Random(20_260_519);
        for (var n = 0; n < 10_000; n++)
        {
            var a = 1e5 * random.NextDouble() + 1e-3;
            var b = (n % 3) switch { 0 => 1e5 * random.NextDouble() + 1e-3, 1 => Math.BitIncrement(a), _ => 1.5 * a };
            Digits.AssertSame(0, Ratio(a, a), $"ln({a:R}/{a:R})");
            Digits.AssertWithin(3, -Ratio(b, a), Ratio(a, b), $"ln({a:R}/{b:R})");
            Assert.True(Ratio(a, b) < 0 == a < b && Ratio(a, b) != 0);
        }
    }

    [Theory]
    [InlineData("the next number above 10,000", 10000.000000000002, 10000, 1.8189894035458563e-16)]
    [InlineData("one in a million above 43,120.5", 43120.5431205, 43120.5, 9.999994999683789e-07)]
    [InlineData("over the whole range of prices", 3.2733906078961419e150, 3.054936363499605e-151, 693.1471805599453)]
    public void A_ratio_keeps_its_digits_where_the_quotient_would_lose_them(string case_, double a, double b, double value) => Digits.AssertWithin(2, value, Ratio(a, b), case_);

    private static double Log(double x) => Logarithm.Of(OneLane.Of(x)).Number;

    private static double Ratio(double a, double b) => Logarithm.OfRatio(OneLane.Of(a), OneLane.Of(b)).Number;
}
