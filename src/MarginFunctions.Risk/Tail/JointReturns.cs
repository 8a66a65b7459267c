namespace MarginFunctions.Risk.Tail;

/// <summary>Simulated joint returns, mean zero, with a given covariance. Scenario <c>i</c> depends on the seed and <c>i</c> alone, whatever else is drawn, in any order, on any thread.</summary>
/// <remarks>
/// <para>Normal: <c>r = L·z</c>, <c>z</c> independent standard normals by inversion, <c>L</c> the Cholesky factor of the covariance.</para>
/// <para>
/// Student t with <c>ν</c> degrees of freedom: <c>r = L·z·√((ν − 2)/W)</c>, one <c>W</c> a scenario, chi-square with <c>ν</c> degrees of freedom, so that all returns are large
/// together; the factor <c>ν − 2</c> keeps the covariance as given. Random numbers are Philox 4x32-10 with the seed as key and (draw, stream, scenario) as counter. Safe for concurrent use.
/// </para>
/// </remarks>
public sealed class JointReturns
{
    private readonly CholeskyFactor factor;
    private readonly ulong seed;
    private readonly double? degreesOfFreedom;

    private JointReturns(CholeskyFactor factor, ulong seed, double? degreesOfFreedom)
    {
        ArgumentNullException.ThrowIfNull(factor);
        this.factor = factor;
        this.seed = seed;
        this.degreesOfFreedom = degreesOfFreedom;
    }

    /// <summary>How many returns a scenario has.</summary>
    public int Count => factor.Size;

    /// <summary>Multivariate normal returns.</summary>
    /// <param name="covariance">Factor of the covariance matrix, which has the returns' own horizon.</param>
    /// <param name="seed">Names the simulation.</param>
    public static JointReturns Normal(CholeskyFactor covariance, ulong seed) => new(covariance, seed, null);

    /// <summary>Multivariate Student t returns.</summary>
    /// <param name="covariance">Factor of the covariance matrix of the returns themselves.</param>
    /// <param name="seed">Names the simulation.</param>
    /// <param name="degreesOfFreedom">ν, finite, above 2: below that there is no covariance.</param>
    /// <exception cref="ArgumentOutOfRangeException">ν out of range.</exception>
    public static JointReturns StudentT(CholeskyFactor covariance, ulong seed, double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 2 && double.IsFinite(degreesOfFreedom)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom, $"The degrees of freedom are {degreesOfFreedom}; they are finite and above 2.");
        }

        return new JointReturns(covariance, seed, degreesOfFreedom);
    }

    /// <summary>The returns of consecutive scenarios, one scenario after the other.</summary>
    /// <param name="first">Number of the first scenario, not negative.</param>
    /// <param name="returns">Receives a whole number of scenarios of <see cref="Count"/> returns each.</param>
    /// <exception cref="ArgumentException">A negative scenario, one beyond the last number, or a destination that ends within one.</exception>
    public void Fill(long first, Span<double> returns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (returns.Length % Count != 0)
        {
            throw new ArgumentException($"The destination holds {returns.Length} returns; a scenario has {Count}.", nameof(returns));
        }

        var scenarios = returns.Length / Count;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, long.MaxValue - scenarios);
        for (var n = 0; n < scenarios; n++)
        {
            FillOne(first + n, returns.Slice(n * Count, Count));
        }
    }

    private void FillOne(long scenario, Span<double> returns)
    {
        var normals = new ScenarioDraws(seed, scenario, stream: 0);
        for (var n = 0; n < returns.Length; n++)
        {
            returns[n] = normals.Normal();
        }

        factor.Multiply(returns);
        if (degreesOfFreedom is { } nu)
        {
            var scale = Math.Sqrt((nu - 2) / new ScenarioDraws(seed, scenario, stream: 1).ChiSquare(nu));
            for (var n = 0; n < returns.Length; n++)
            {
                returns[n] *= scale;
            }
        }
    }
}
