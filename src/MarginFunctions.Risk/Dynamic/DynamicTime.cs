using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Dynamic;

/// <summary>Time as dynamic margin counts it: around the clock, years of 365 days.</summary>
internal static class DynamicTime
{
    private const double Ln2 = 0.6931471805599453;

    private static readonly double TicksPerYear = TimeSpan.FromDays(365).Ticks;

    public static double Years(TimeSpan span) => span.Ticks / TicksPerYear;

    /// <summary>What is left of a weight after a time, <c>2^(−elapsed/halfLife)</c>.</summary>
    public static double Decay(TimeSpan elapsed, TimeSpan halfLife) => Exponential.Of(OneLane.Of(-Ln2 * ((double)elapsed.Ticks / halfLife.Ticks))).Number;
}
