using System.Globalization;
using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>What several prices may do together over a horizon: in each scenario one positive factor a symbol, price then over price now. Oldest scenario first.</summary>
/// <remarks>
/// Symbols keep their dates, and with them their dependence. From prices <c>P</c> and a horizon of <c>k</c> steps a factor is <c>P(t + k)/P(t)</c>, or
/// <c>exp(√k·ln(P(t + 1)/P(t)))</c> by the square root of time. Filtered factors are <c>exp(Σ r*)</c> over the same steps, <c>r*</c> by <see cref="VolatilityFilter"/>.
/// Logarithms keep every factor positive, however far a move is scaled.
/// </remarks>
public sealed class JointScenarios
{
    private const double LeastFactor = 1e-9;
    private const double GreatestFactor = 1e6;

    private readonly Dictionary<string, double[]> factors = new(StringComparer.Ordinal);
    private readonly ScenarioPeriod[] periods;

    private JointScenarios(int count, Horizon horizon, ScenarioPeriod[] periods)
    {
        Count = count;
        Horizon = horizon;
        this.periods = periods;
    }

    /// <summary>How many scenarios there are.</summary>
    public int Count { get; }

    /// <summary>Over how long prices move.</summary>
    public Horizon Horizon { get; }

    /// <summary>The stretch of history that a scenario repeats, or null when it is simulated.</summary>
    public ScenarioPeriod? PeriodOf(int scenario) => periods.Length > 0 ? periods[scenario] : null;

    /// <summary>Whether there are factors of a symbol.</summary>
    public bool Has(string name) => factors.ContainsKey(name);

    /// <summary>A symbol's factors, one a scenario.</summary>
    /// <exception cref="KeyNotFoundException">There are none.</exception>
    public ReadOnlySpan<double> FactorsOf(string name) => factors[name];

    /// <summary>Moves that happened.</summary>
    /// <param name="history">Where they are taken from.</param>
    /// <param name="names">The symbols; the history has all of them at every moment.</param>
    /// <param name="horizon">A whole number of the history's steps.</param>
    /// <param name="sampling">How moves of the horizon are taken from it.</param>
    /// <param name="filter">λ of the volatility filter, above 0 and below 1; null for moves as they were.</param>
    /// <exception cref="ArgumentException">A gap, a history that is too short, a move out of range, a volatility of zero that a filter cannot divide by; the message names the symbol.</exception>
    public static JointScenarios FromHistory(JointHistory history, IEnumerable<string> names, Horizon horizon, ReturnSampling sampling, double? filter = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(names);
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        var steps = history.StepsIn(horizon);
        var (length, stride) = sampling switch
        {
            ReturnSampling.Overlapping => (steps, 1),
            ReturnSampling.Consecutive => (steps, steps),
            ReturnSampling.SquareRootOfTime => (1, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(sampling), sampling, $"{sampling} is no way of taking moves."),
        };
        if (history.Count <= length)
        {
            throw new ArgumentException(
                $"The history of {string.Join(", ", all)} has {history.Count} prices; a horizon of {horizon.Days} days needs at least {length + 1}.", nameof(history));
        }

        var count = (history.Count - 1 - length) / stride + 1;
        var starts = Enumerable.Range(0, count).Select(n => history.Count - 1 - length - (count - 1 - n) * stride).ToArray();
        var scenarios = new JointScenarios(count, horizon, Array.ConvertAll(starts, start => new ScenarioPeriod(history.At(start), history.At(start + length))));
        var scale = sampling == ReturnSampling.SquareRootOfTime ? Math.Sqrt(steps) : 1;
        foreach (var name in all)
        {
            var prices = history.PricesOf(name);
            var logarithms = filter is { } decay ? FilteredReturns(name, prices, decay) : null;
            scenarios.Add(name, Array.ConvertAll(starts, start => Factor(prices, logarithms, start, length, scale)));
        }

        return scenarios;
    }

    /// <summary>Moves that are drawn: <c>exp(r)</c>, <c>r</c> jointly normal or Student t of mean zero.</summary>
    /// <param name="returns">The distribution of logarithmic returns over the horizon, in the order of <paramref name="names"/>.</param>
    /// <param name="names">The symbols.</param>
    /// <param name="horizon">Over how long the returns are.</param>
    /// <param name="count">How many scenarios to draw, at least 1.</param>
    /// <exception cref="ArgumentException">Another number of names than returns, or a move out of range.</exception>
    public static JointScenarios Simulated(JointReturns returns, IReadOnlyList<string> names, Horizon horizon, int count)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (names.Count != returns.Count)
        {
            throw new ArgumentException($"{names.Count} names were given for {returns.Count} returns.", nameof(names));
        }

        var drawn = new double[checked(count * names.Count)];
        returns.Fill(0, drawn);
        var scenarios = new JointScenarios(count, horizon, []);
        for (var n = 0; n < names.Count; n++)
        {
            var place = n;
            scenarios.Add(names[n], [.. Enumerable.Range(0, count).Select(s => Exp(drawn[s * names.Count + place]))]);
        }

        return scenarios;
    }

    /// <summary>No symbols at all: scenarios of what depends on no price.</summary>
    /// <param name="count">How many.</param>
    /// <param name="horizon">Over how long.</param>
    public static JointScenarios OfNothing(int count, Horizon horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new JointScenarios(count, horizon, []);
    }

    private static double Factor(double[] prices, double[]? logarithms, int start, int length, double scale)
    {
        if (logarithms is null)
        {
            return scale == 1 ? prices[start + length] / prices[start] : Exp(scale * Log(prices[start], prices[start + 1]));
        }

        var sum = 0.0;
        for (var n = start; n < start + length; n++)
        {
            sum += logarithms[n];
        }

        return Exp(scale * sum);
    }

    private static double[] FilteredReturns(string name, double[] prices, double decay)
    {
        var returns = LogReturns(prices);
        try
        {
            VolatilityFilter.Rescale(returns, EwmaVolatility.FromReturns(decay, returns), returns);
        }
        catch (ArgumentException problem) when (problem is not ArgumentOutOfRangeException)
        {
            throw new ArgumentException($"{name} cannot be filtered: {problem.Message}", nameof(name), problem);
        }

        return returns;
    }

    /// <summary>Logarithmic returns of one step.</summary>
    internal static double[] LogReturns(double[] prices) => [.. Enumerable.Range(0, prices.Length - 1).Select(n => Log(prices[n], prices[n + 1]))];

    private static double Log(double before, double after) => Logarithm.OfRatio(OneLane.Of(after), OneLane.Of(before)).Number;

    private static double Exp(double x) => Exponential.Of(OneLane.Of(x)).Number;

    private void Add(string name, double[] values)
    {
        for (var n = 0; n < values.Length; n++)
        {
            if (!(values[n] >= LeastFactor && values[n] <= GreatestFactor))
            {
                throw new ArgumentException(
                    $"{name} moves by a factor of {values[n].ToString("R", CultureInfo.InvariantCulture)} in scenario {n}; a factor lies between 1e-9 and 1e6.", nameof(name));
            }
        }

        factors.Add(name, values);
    }
}
