using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tests.Numerics;

public sealed class ExponentialTests
{
    // True values rounded once to double: mpmath 1.3.0 at 400 bits.
    private static readonly (double X, double Value)[] References =
    [
        (-745.1, 5e-324),
        (-744.4400719213812, 5e-324),
        (-740.0, 4.2e-322),
        (-708.4, 2.217119081664265e-308),
        (-708.3964185322641, 2.2250738585072626e-308),
        (-700.25, 7.678723813110872e-305),
        (-300.7, 2.556520571425501e-131),
        (-100.1, 3.3660639410403144e-44),
        (-37.42994775023705, 5.551115123125776e-17),
        (-10.3, 3.363309518571897e-05),
        (-1.0, 0.36787944117144233),
        (-0.6931471805599453, 0.5),
        (-0.34657359027997264, 0.7071067811865476),
        (-0.1, 0.9048374180359595),
        (-1e-05, 0.9999900000499998),
        (-1e-17, 1.0),
        (1e-300, 1.0),
        (1e-17, 1.0),
        (1e-08, 1.00000001),
        (0.001, 1.0010005001667084),
        (0.25, 1.2840254166877414),
        (0.34657359027997264, 1.414213562373095),
        (0.5, 1.6487212707001282),
        (1.0, 2.718281828459045),
        (2.5, 12.182493960703473),
        (10.0, 22026.465794806718),
        (37.1, 1.2951655335209504e+16),
        (88.72, 3.39317637416317e+38),
        (123.456, 4.132944352778106e+53),
        (345.678, 1.3367429901634594e+150),
        (500.5, 2.314132344963141e+217),
        (700.0, 1.0142320547350045e+304),
        (709.782712893384, 1.7976931348622732e+308),
        (172.06237284558267, 5.317886574664318e+74),
        (338.5017849650212, 1.0220151288954941e+147),
        (413.27099179197535, 3.0290836439489635e+179),
        (619.4303972878704, 1.035627240342451e+269),
        (335.85800463590294, 7.265710949500017e+145),
        (591.2549953315838, 6.008718663741941e+256),
        (-659.3926804029394, 4.259881258714982e-287),
        (-48.12828387065247, 1.2535795290832528e-21),
        (620.6994037976392, 3.6840540220115896e+269),
        (208.56437439169383, 3.787537312339446e+90),
        (561.2606884508718, 5.654834558330064e+243),
        (-541.5116494855979, 6.6754222518980356e-236),
        (-0.12372380887134504, 0.8836238562539246),
        (-1.0137086695206787, 0.36287071342527805),
        (0.1750434369437217, 1.1912979618310469),
        (0.29576475171240313, 1.344153909729686),
        (-1.9475432416443912, 0.14262403431157333),
        (-1.1330807981446074, 0.3220395875976917),
        (-0.8820705359555587, 0.41392497724774524),
        (1.6653814872342076, 5.2876900512973),
    ];

    [Fact]
    public void Each_reference_is_met_within_a_last_digit() => Assert.All(References, r => Digits.AssertWithin(1, r.Value, Exp(r.X), $"exp({r.X:R})"));

    [Theory]
    [InlineData("nothing is left", double.NegativeInfinity, 0)]
    [InlineData("below half of the least number", -745.1332191019412, 0)]
    [InlineData("far below", -1e308, 0)]
    [InlineData("the least number", -745.13321910194, double.Epsilon)]
    [InlineData("zero", 0.0, 1)]
    [InlineData("negative zero", -0.0, 1)]
    [InlineData("the next does not fit", 709.7827128933841, double.PositiveInfinity)]
    [InlineData("far above", 1e308, double.PositiveInfinity)]
    [InlineData("infinity", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("not a number", double.NaN, double.NaN)]
    public void Ends_are_exact(string end, double x, double value) => Digits.AssertSame(value, Exp(x), end);

    [Fact]
    public void The_bell_has_the_bits_of_the_half_square_or_is_zero_where_that_is_subnormal()
    {
        for (var x = -Exponential.BellEnd; x <= Exponential.BellEnd; x += 1.0 / 1024)
        {
            var expected = Exponential.OfHalfSquare(OneLane.Of(x), OneLane.Of(1)).Number;
            var bell = Exponential.Bell(OneLane.Of(x)).Number;
            Assert.True(bell == expected || (bell == 0 && double.IsSubnormal(expected) && Math.Abs(x) > 37.65), $"{x:R}: {bell:R}, not {expected:R}");
        }

        Assert.Equal(0, Exponential.Bell(OneLane.Of(Exponential.BellEnd)).Number);
        Assert.Equal(0, Exponential.Bell(OneLane.Of(-Exponential.BellEnd)).Number);
    }

    private static double Exp(double x) => Exponential.Of(OneLane.Of(x)).Number;
}
