using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Coverage;

/// <summary>How much more collateral keeps the probability of a margin call at most <c>p</c>.</summary>
/// <remarks>
/// <para>
/// A pool is in call in a scenario if its equity is strictly below the call level times maintenance margin there, both revalued and rounded as every day: exactly what the engine
/// would decide at those marks. The probability is the weight of the scenarios in call. It takes few values, <c>0, 1/n, 2/n, …</c> when all weigh the same; the answer
/// is the smallest amount whose probability is not above <c>p</c>, so the probability that it leaves may lie below <c>p</c> and never above.
/// </para>
/// <para>
/// Found by doubling and bisection over whole 0.00000001 units, each amount judged by assessing the pool that has it. More collateral never brings a scenario into call as long as
/// the requirement does not depend on collateral (<see cref="AccountMode.Standard"/>): scenarios that are decided for a smaller or larger amount are not assessed again. In
/// portfolio mode collateral is netted into the requirement, every amount is judged in every scenario, and what is found is an amount that suffices while 0.00000001 less does not.
/// </para>
/// <para>A scenario is the end of the horizon: a call on the way there that prices take back is not counted.</para>
/// </remarks>
public sealed class CoverageAdvisor
{
    private const decimal Unit = 0.00000001m;
    private const decimal MostUnits = 100_000_000_000;

    private readonly CallProbability most;
    private readonly ScenarioWeights weights;

    /// <summary>Prepares an advisor.</summary>
    /// <param name="most">The most that the probability of a call may be.</param>
    /// <param name="weights">What each scenario counts.</param>
    /// <param name="extrapolation">
    /// Whether fewer than <c>1/p</c> scenarios are refused, or answered for by the worst of them: then no scenario may be in call, which says nothing about rarer ones.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few scenarios for the probability.</exception>
    public CoverageAdvisor(CallProbability most, ScenarioWeights weights, TailExtrapolation extrapolation = TailExtrapolation.Refuse)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (extrapolation == TailExtrapolation.Refuse && weights.Count * most.Value < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(weights), weights.Count, $"{weights.Count} scenarios are too few for call probability {most.Value}; at least {decimal.Ceiling(1 / most.Value)} are needed.");
        }

        this.most = most;
        this.weights = weights;
    }

    /// <summary>Advises on one asset.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="asset">What is to be added; see <see cref="PoolTopUp.With"/>.</param>
    /// <param name="marks">Marks today and in as many scenarios as there are weights.</param>
    /// <param name="advice">The answer; null when the result is false.</param>
    /// <param name="missing">The symbol without a mark or moves, or the name without parameters; null when the result is true.</param>
    /// <returns>False when something the pool or the asset depends on is missing.</returns>
    /// <exception cref="ArgumentException">The pool does not take the asset, or there is another number of scenarios.</exception>
    /// <exception cref="OverflowException">An amount is beyond what a decimal holds.</exception>
    public bool TryAdvise(PoolTopUp pool, string asset, ScenarioMarks marks, out CoverageAdvice? advice, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.Scenarios.Count != weights.Count)
        {
            throw new ArgumentException($"{marks.Scenarios.Count} scenarios were given for {weights.Count} weights.", nameof(marks));
        }

        // With a first unit of it the pool depends on the asset's price as well.
        advice = null;
        var topped = pool.With(asset, Unit);
        missing = topped.UnknownName;
        if (missing is not null || !marks.Cover(topped, out missing) || !PoolAssessor.TryAssess(topped, marks.Today, out _, out missing))
        {
            return false;
        }

        advice = Search(pool, asset, new CallTest(marks));
        return true;
    }

    private CoverageAdvice Search(PoolTopUp pool, string asset, CallTest test)
    {
        IReadOnlyList<int> Called(decimal amount, IReadOnlyList<int> among) => test.Called(pool.With(asset, amount), among);
        bool Suffices(IReadOnlyList<int> called) => weights.IsAtMost(called, most);

        var isMonotone = pool.With(asset, 0).Mode == AccountMode.Standard;
        var all = Enumerable.Range(0, weights.Count).ToArray();
        var now = Called(0, all);
        var probability = weights.Probability(now);
        if (Suffices(now))
        {
            return new CoverageAdvice(asset, 0, probability, probability, now, []);
        }

        var (low, calledAtLow) = (0m, now);
        var high = 1m;
        IReadOnlyList<int> calledAtHigh;
        while (!Suffices(calledAtHigh = Called(high, isMonotone ? calledAtLow : all)))
        {
            (low, calledAtLow) = (high, calledAtHigh);
            if (high >= MostUnits)
            {
                return new CoverageAdvice(asset, null, probability, null, now, []);
            }

            high = Math.Min(2 * high, MostUnits);
        }

        while (high - low > Unit)
        {
            var middle = low + decimal.Floor((high - low) / Unit / 2) * Unit;
            IReadOnlyList<int> called = isMonotone
                ? [.. calledAtHigh.Concat(Called(middle, [.. calledAtLow.Except(calledAtHigh)])).Order()]
                : Called(middle, all);
            if (Suffices(called))
            {
                (high, calledAtHigh) = (middle, called);
            }
            else
            {
                (low, calledAtLow) = (middle, called);
            }
        }

        return new CoverageAdvice(asset, high, probability, weights.Probability(calledAtHigh), calledAtHigh, [.. calledAtLow.Except(calledAtHigh)]);
    }

    private sealed class CallTest(ScenarioMarks marks)
    {
        /// <summary>Those of some scenarios in which a pool is in call.</summary>
        public IReadOnlyList<int> Called(ResolvedPool pool, IReadOnlyList<int> among) => [.. among.Where(scenario => IsCalled(pool, scenario))];

        private bool IsCalled(ResolvedPool pool, int scenario) =>
            PoolAssessor.TryAssess(pool, marks[scenario], out var margin, out var missing)
                ? margin.IsBelow(marks.Today.Parameters.Levels.Call)
                : throw new InvalidOperationException($"{missing} is missing in scenario {scenario}.");
    }
}
