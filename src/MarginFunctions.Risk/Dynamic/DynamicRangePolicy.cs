using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Dynamic;

/// <summary>How scenario ranges follow the market: dynamic margin.</summary>
/// <remarks>
/// <para><c>target = clamp(k·σ·√h, floor, cap)</c>, <c>σ² = (1 − w)·σ²(EWMA) + w·σ²(stress)</c>.</para>
/// <para>
/// <c>w</c> is option (b) of Article 28(1) of Commission Delegated Regulation (EU) No 153/2013 of 19 December 2012 (OJ L 52, 23.2.2013, p. 41): "at least 25 % weight to stressed
/// observations in the lookback period". Squared returns are the observations of a variance, so it is variances that are weighted. The largest step is what the same paragraph asks for
/// before its options: no "disruptive or big step changes in margin requirements".
/// </para>
/// <para>Above the stressed volatility the mixture lies below the moving estimate: the stressed period is to be the worst that is known.</para>
/// </remarks>
public sealed class DynamicRangePolicy
{
    /// <summary>The least weight of stress that the regulation takes for its option (b).</summary>
    public const double RegulatoryStressWeight = 0.25;

    /// <summary>The most underlyings: their correlations are stored as pairs.</summary>
    public const int MostUnderlyings = 64;

    private const int RangePlaces = 8;

    private readonly double horizonYears;
    private readonly Dictionary<string, DynamicUnderlying> byName;

    /// <summary>States a policy.</summary>
    /// <param name="halfLife">In which time a return's weight halves, from 1 minute to 3,650 days.</param>
    /// <param name="horizon">How long a range is to hold, from 1 minute to 30 days.</param>
    /// <param name="multiplier">k: standard deviations, above 0 and at most 20. <see cref="MultiplierOf"/> has it for a confidence.</param>
    /// <param name="stepPerHour">How far a range may move in an hour, up or down, from 0.0001 to 1.</param>
    /// <param name="underlyings">At least 1 and at most 64, each once. Kept in ordinal order.</param>
    /// <param name="stressWeight">w, from 0 (off) to 1.</param>
    /// <param name="longestStep">The most time that one publication counts, however long ago the last one was, from 1 minute to 1 day; 1 hour when null.</param>
    /// <param name="sampling">One mark of each underlying counts in each such stretch of time, the first; from 1 second to 1 day and at most the half-life; 1 minute when null.</param>
    /// <param name="maximumMarkAge">From what age a mark is missing, from 1 second to 7 days; 5 minutes when null.</param>
    /// <exception cref="ArgumentException">A value is out of range or an underlying is named twice; the parameter's name is the field's.</exception>
    public DynamicRangePolicy(
        TimeSpan halfLife,
        TimeSpan horizon,
        double multiplier,
        decimal stepPerHour,
        IReadOnlyList<DynamicUnderlying> underlyings,
        double stressWeight = RegulatoryStressWeight,
        TimeSpan? longestStep = null,
        TimeSpan? sampling = null,
        TimeSpan? maximumMarkAge = null)
    {
        ArgumentNullException.ThrowIfNull(underlyings);
        HalfLife = Within(halfLife, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650), nameof(halfLife));
        Horizon = Within(horizon, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), nameof(horizon));
        LongestStep = Within(longestStep ?? TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), nameof(longestStep));
        Sampling = Within(sampling ?? TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), Min(TimeSpan.FromDays(1), halfLife), nameof(sampling));
        MaximumMarkAge = Within(maximumMarkAge ?? TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromDays(7), nameof(maximumMarkAge));
        if (!(multiplier is > 0 and <= 20))
        {
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, $"The multiplier is {multiplier}; it is above 0 and at most 20.");
        }

        if (!(stressWeight is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(stressWeight), stressWeight, $"The stress weight is {stressWeight}; it lies from 0 to 1.");
        }

        if (stepPerHour is not (>= 0.0001m and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(stepPerHour), stepPerHour, $"The step per hour is {stepPerHour}; it lies from 0.0001 to 1.");
        }

        if (underlyings.Count is < 1 or > MostUnderlyings)
        {
            throw new ArgumentException($"There are {underlyings.Count} underlyings; there are 1 to {MostUnderlyings}.", nameof(underlyings));
        }

        Multiplier = multiplier;
        StressWeight = stressWeight;
        StepPerHour = stepPerHour;
        Underlyings = [.. underlyings.OrderBy(u => u.Underlying, StringComparer.Ordinal)];
        horizonYears = DynamicTime.Years(horizon);
        byName = new Dictionary<string, DynamicUnderlying>(StringComparer.Ordinal);
        foreach (var underlying in Underlyings)
        {
            underlying.Check();
            if (!byName.TryAdd(underlying.Underlying, underlying))
            {
                throw new ArgumentException($"{underlying.Underlying} is named twice.", nameof(underlyings));
            }
        }
    }

    /// <summary>In which time a return's weight halves.</summary>
    public TimeSpan HalfLife { get; }

    /// <summary>h.</summary>
    public TimeSpan Horizon { get; }

    /// <summary>k.</summary>
    public double Multiplier { get; }

    /// <summary>w.</summary>
    public double StressWeight { get; }

    /// <summary>How far a range may move in an hour.</summary>
    public decimal StepPerHour { get; }

    /// <summary>The most time that one publication counts.</summary>
    public TimeSpan LongestStep { get; }

    /// <summary>The stretch of time in which one mark counts.</summary>
    public TimeSpan Sampling { get; }

    /// <summary>From what age on a mark is missing.</summary>
    public TimeSpan MaximumMarkAge { get; }

    /// <summary>What has a range, in ordinal order.</summary>
    public IReadOnlyList<DynamicUnderlying> Underlyings { get; }

    /// <summary>The k of a confidence: the normal quantile, so that a normal move over the horizon stays within the range with this probability on its worse side.</summary>
    public static double MultiplierOf(ConfidenceLevel confidence) => StandardNormal.Inverse((double)confidence.Value);

    /// <summary>The limits of an underlying, or null when it has no dynamic range.</summary>
    public DynamicUnderlying? Find(string underlying) => byName.GetValueOrDefault(underlying);

    /// <summary>The range that a variance asks for: rounded up to 8 places, never below the floor or above the cap, monotone in the variance.</summary>
    /// <param name="underlying">The limits.</param>
    /// <param name="variance">Annual EWMA variance, a finite fraction squared, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative or not finite.</exception>
    public decimal Target(DynamicUnderlying underlying, double variance)
    {
        ArgumentNullException.ThrowIfNull(underlying);
        if (!(variance >= 0 && double.IsFinite(variance)))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, $"The variance of {underlying.Underlying} is {variance}; it is finite and not negative.");
        }

        var stressed = underlying.StressedVolatility * underlying.StressedVolatility;
        var range = Multiplier * Math.Sqrt(((1 - StressWeight) * variance + StressWeight * stressed) * horizonYears);
        return range >= 1 ? underlying.Cap : Math.Clamp(RoundUp((decimal)range), underlying.Floor, underlying.Cap);
    }

    /// <summary>The annual variance whose range, without stress and limits, is this one.</summary>
    internal double VarianceOf(decimal range)
    {
        var deviation = (double)range / Multiplier;
        return deviation * deviation / horizonYears;
    }

    // Against the account, like every requirement.
    private static decimal RoundUp(decimal range) => decimal.Round(range, RangePlaces, MidpointRounding.ToPositiveInfinity);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Within(TimeSpan value, TimeSpan least, TimeSpan most, string name) => value >= least && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The {name} is {value:c}; it lies from {least:c} to {most:c}.");
}
