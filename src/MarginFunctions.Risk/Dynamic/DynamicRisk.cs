namespace MarginFunctions.Risk.Dynamic;

/// <summary>
/// The state behind dynamic margin: EWMA variances and covariances of underlyings, updated by marks that come at any time, and the ranges published from them. Immutable; every transition is a
/// pure function with a fixed order of operations and gives the same bits on every machine.
/// </summary>
/// <remarks>
/// <para>
/// A mark Δ years after the last one that counted, <c>r = ln(S/S′)</c>, <c>d = 2^(−Δ/half-life)</c>: <c>σ²′ = d·σ² + (1 − d)·r²/Δ</c>. At equal Δ this is RiskMetrics' estimate
/// (<see cref="Tail.EwmaVolatility"/>) of <c>r/√Δ</c> with <c>λ = d</c>. After a gap the older estimate has faded by the whole gap and the one return counts for it.
/// </para>
/// <para>
/// Covariances: with <c>aᵢ = √dᵢ</c> and <c>bᵢ = rᵢ·√((1 − dᵢ)/Δᵢ)</c>, 1 and 0 for an underlying without a new mark, the matrix becomes <c>A·M·A + b·bᵀ</c>. Its diagonal is the rule above. A
/// congruence and a square: it stays positive semidefinite whatever is missing. Marks count together when they fall in the same sampling interval. Where one of a pair is missing the
/// other's moves count as unrelated, and their correlation fades.
/// </para>
/// <para>
/// In each sampling interval the first mark of an underlying counts. Marks that are repeated, or older, or of the same interval change nothing, so the state does not depend on how often it
/// is updated.
/// </para>
/// </remarks>
/// <param name="At">The last publication.</param>
/// <param name="Underlyings">In ordinal order.</param>
public sealed record DynamicRisk(DateTimeOffset At, IReadOnlyList<UnderlyingRisk> Underlyings)
{
    /// <summary>The state before the first mark: every range at its start, every variance the one that the start stands for, no correlation.</summary>
    public static DynamicRisk Start(DynamicRangePolicy policy, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new DynamicRisk(at, []).Under(policy);
    }

    /// <summary>The published ranges, by underlying.</summary>
    public IReadOnlyDictionary<string, decimal> Ranges() => Underlyings.ToDictionary(u => u.Underlying, u => u.Range, StringComparer.Ordinal);

    /// <summary>The state for this policy: what the policy does not name is forgotten, what is new starts, and a range outside its limits is taken to them at once.</summary>
    public DynamicRisk Under(DynamicRangePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var known = Underlyings.ToDictionary(u => u.Underlying, StringComparer.Ordinal);
        var next = new UnderlyingRisk[policy.Underlyings.Count];
        for (var n = 0; n < next.Length; n++)
        {
            var limits = policy.Underlyings[n];
            var risk = known.GetValueOrDefault(limits.Underlying)
                ?? new UnderlyingRisk(limits.Underlying, limits.Start, policy.VarianceOf(limits.Start), null, null, 0, new Dictionary<string, double>());
            next[n] = risk with
            {
                Range = Math.Clamp(risk.Range, limits.Floor, limits.Cap),
                Covariances = next.Take(n).ToDictionary(u => u.Underlying, u => risk.Covariances.GetValueOrDefault(u.Underlying), StringComparer.Ordinal),
            };
        }

        return this with { Underlyings = next };
    }

    /// <summary>The state after these marks, ranges as they were. The same marks in time order, in any parts, give the same state.</summary>
    /// <param name="marks">In any order; those of underlyings that the policy does not name are left out.</param>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price is not positive.</exception>
    public DynamicRisk Observe(IEnumerable<UnderlyingMark> marks, DynamicRangePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(marks);
        var moments = new MovingMoments(Under(policy).Underlyings, policy);
        foreach (var mark in marks.OrderBy(m => m.At).ThenBy(m => m.Underlying, StringComparer.Ordinal))
        {
            moments.Add(mark);
        }

        return this with { Underlyings = moments.Finish() };
    }

    /// <summary>Takes the latest marks and publishes ranges: each goes towards its target by at most the step of the time since the last publication.</summary>
    /// <param name="marks">The latest mark of each underlying, or more.</param>
    /// <param name="now">The time of publication. Earlier than the last one, nothing moves and the time stays.</param>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price is not positive.</exception>
    public DynamicStep Next(IReadOnlyCollection<UnderlyingMark> marks, DateTimeOffset now, DynamicRangePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var fresh = marks.Where(m => now - m.At <= policy.MaximumMarkAge).Select(m => m.Underlying).ToHashSet(StringComparer.Ordinal);
        var elapsed = now - At < policy.LongestStep ? now - At : policy.LongestStep;
        var observed = Observe(marks, policy);
        var published = observed.Underlyings.Select(risk =>
        {
            if (!fresh.Contains(risk.Underlying))
            {
                return risk;
            }

            var target = policy.Target(policy.Find(risk.Underlying)!, risk.Variance);
            return risk with { Range = RangeStep.Move(risk.Range, target, elapsed, policy.StepPerHour) };
        });
        return new DynamicStep(
            new DynamicRisk(now > At ? now : At, [.. published]), [.. observed.Underlyings.Select(u => u.Underlying).Where(u => !fresh.Contains(u))]);
    }

    /// <summary>The correlation of two underlyings, in [−1, 1]; exactly 1 of one with itself.</summary>
    /// <exception cref="ArgumentException">An underlying is not in the state.</exception>
    /// <exception cref="InvalidOperationException">A variance is 0: there is no correlation.</exception>
    public double Correlation(string one, string other)
    {
        var (first, second) = (Of(one), Of(other));
        if (!(first.Variance > 0 && second.Variance > 0))
        {
            throw new InvalidOperationException($"{(first.Variance > 0 ? other : one)} has variance 0 and so no correlation.");
        }

        return first == second ? 1 : Math.Clamp(Covariance(first, second) / (Math.Sqrt(first.Variance) * Math.Sqrt(second.Variance)), -1, 1);
    }

    /// <summary>The annual covariance matrix, row by row in the order of <see cref="Underlyings"/>, symmetric to the bit and positive semidefinite up to rounding.</summary>
    public double[] CovarianceMatrix()
    {
        var size = Underlyings.Count;
        var matrix = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                matrix[row * size + column] = row == column ? Underlyings[row].Variance : Covariance(Underlyings[row], Underlyings[column]);
            }
        }

        return matrix;
    }

    private static double Covariance(UnderlyingRisk one, UnderlyingRisk other) => string.CompareOrdinal(one.Underlying, other.Underlying) > 0
        ? one.Covariances[other.Underlying]
        : other.Covariances[one.Underlying];

    private UnderlyingRisk Of(string underlying) => Underlyings.FirstOrDefault(u => u.Underlying == underlying)
        ?? throw new ArgumentException($"There is no risk state of {underlying}.", nameof(underlying));
}
