using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tail;

/// <summary>The standard normal distribution, in plain double operations.</summary>
internal static class StandardNormal
{
    private static readonly double[] CentreAbove =
        [3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727];

    private static readonly double[] CentreBelow =
        [1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610];

    private static readonly double[] SideAbove =
        [1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4];

    private static readonly double[] SideBelow =
        [1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9];

    private static readonly double[] FarAbove =
        [6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230, 0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7];

    private static readonly double[] FarBelow =
        [1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15];

    /// <summary>The density <c>φ(x) = e^(−x²/2)/√(2π)</c>.</summary>
    public static double Density(double x) => NormalDistribution.Density(OneLane.Of(x)).Number;

    /// <summary>
    /// <c>x</c> with <c>Φ(x) = p</c>: three rational approximations, by the distance of <c>p</c> from ½. Wichura, "Algorithm AS 241: the percentage points of the normal
    /// distribution", Applied Statistics 37(3), 1988, PPND16: about one part in 10¹⁶, before rounding here. No refining step: it would need a normal distribution of more than
    /// double precision to gain anything.
    /// </summary>
    /// <param name="p">A probability above 0 (normal, so at least 2.3e-308) and below 1.</param>
    public static double Inverse(double p)
    {
        if (!(p > 0 && p < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, $"The probability is {p}; it lies above 0 and below 1.");
        }

        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            return q * Ratio(CentreAbove, CentreBelow, 0.180625 - q * q);
        }

        var r = Math.Sqrt(-Logarithm.Of(OneLane.Of(q < 0 ? p : 1 - p)).Number);
        var x = r <= 5 ? Ratio(SideAbove, SideBelow, r - 1.6) : Ratio(FarAbove, FarBelow, r - 5);
        return q < 0 ? -x : x;
    }

    private static double Ratio(double[] above, double[] below, double x) => Polynomial(above, x) / Polynomial(below, x);

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        for (var n = coefficients.Length - 1; n >= 0; n--)
        {
            sum = sum * x + coefficients[n];
        }

        return sum;
    }
}
