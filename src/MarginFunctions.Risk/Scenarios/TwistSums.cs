namespace MarginFunctions.Risk.Scenarios;

/// <summary>Gains of expiries as they come, and the most that those up to one, or those beyond it, gain or lose: what <see cref="VolatilityTermCharge"/> is made of.</summary>
internal struct TwistSums
{
    private double sum;
    private double least;
    private double most;

    /// <summary>Not negative.</summary>
    public readonly double Gain => Math.Max(most, sum - least);

    /// <summary>Not negative.</summary>
    public readonly double Loss => Math.Max(-least, most - sum);

    /// <summary>Adds the next expiry.</summary>
    public void Add(double gain)
    {
        sum += gain;
        least = Math.Min(least, sum);
        most = Math.Max(most, sum);
    }
}
