using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Tail;

/// <summary>The random numbers of one scenario, in order. Two of the same seed, scenario and stream are the same; all others are independent.</summary>
/// <param name="seed">The simulation.</param>
/// <param name="scenario">The scenario's number.</param>
/// <param name="stream">What the numbers are for, so that one use does not move another's.</param>
internal struct ScenarioDraws(ulong seed, long scenario, uint stream)
{
    private uint block;
    private ulong spare;
    private bool hasSpare;

    /// <summary>Uniform on the 2⁵² midpoints of (0, 1): never 0 and never 1.</summary>
    public double Uniform()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return Midpoint(spare);
        }

        var (a, b, c, d) = Philox.Block((block++, stream, (uint)scenario, (uint)(scenario >> 32)), ((uint)seed, (uint)(seed >> 32)));
        spare = c | ((ulong)d << 32);
        hasSpare = true;
        return Midpoint(a | ((ulong)b << 32));
    }

    /// <summary>Standard normal, by inversion of one uniform.</summary>
    public double Normal() => StandardNormal.Inverse(Uniform());

    /// <summary>
    /// Chi-square with more than two degrees of freedom: twice a gamma of shape <c>ν/2</c>, by the rejection of Marsaglia and Tsang, "A simple method for generating gamma
    /// variables", ACM TOMS 26(3), 2000. How many numbers it takes differs by scenario, which moves no other scenario.
    /// </summary>
    public double ChiSquare(double degreesOfFreedom)
    {
        var d = degreesOfFreedom / 2 - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var root = 1 + c * x;
            var uniform = Uniform();
            if (root > 0)
            {
                var v = root * root * root;
                if (Log(uniform) < 0.5 * x * x + d - d * v + d * Log(v))
                {
                    return 2 * d * v;
                }
            }
        }
    }

    private static double Log(double x) => Logarithm.Of(OneLane.Of(x)).Number;

    private static double Midpoint(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1L << 52));
}
