using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Dynamic;

/// <summary>The second moments of <see cref="DynamicRisk"/> while marks are added.</summary>
internal sealed class MovingMoments
{
    private readonly DynamicRangePolicy policy;
    private readonly UnderlyingRisk[] risks;
    private readonly double[] matrix;
    private readonly Dictionary<string, int> places;

    public MovingMoments(IReadOnlyList<UnderlyingRisk> risks, DynamicRangePolicy policy)
    {
        this.policy = policy;
        this.risks = [.. risks];
        places = risks.Select((risk, place) => (risk.Underlying, place)).ToDictionary(p => p.Underlying, p => p.place, StringComparer.Ordinal);
        matrix = new DynamicRisk(default, risks).CovarianceMatrix();
    }

    public void Add(UnderlyingMark mark)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mark.Price, mark.Underlying);
        if (!places.TryGetValue(mark.Underlying, out var place))
        {
            return;
        }

        var last = risks[place];
        if (last.MarkAt is not { } lastAt)
        {
            risks[place] = last with { Mark = mark.Price, MarkAt = mark.At };
        }
        else if (Interval(mark.At) > Interval(lastAt))
        {
            var elapsed = mark.At - lastAt;
            var decay = DynamicTime.Decay(elapsed, policy.HalfLife);
            var move = Logarithm.OfRatio(OneLane.Of((double)mark.Price), OneLane.Of((double)last.Mark!.Value)).Number;
            var shock = move * Math.Sqrt((1 - decay) / DynamicTime.Years(elapsed));
            Fold(place, Math.Sqrt(decay), decay, shock, Interval(mark.At));
            risks[place] = last with { Mark = mark.Price, MarkAt = mark.At, Shock = shock };
        }
    }

    public IReadOnlyList<UnderlyingRisk> Finish() => [.. risks.Select((risk, row) => risk with
    {
        Variance = matrix[row * risks.Length + row],
        Covariances = Enumerable.Range(0, row).ToDictionary(column => risks[column].Underlying, column => matrix[row * risks.Length + column], StringComparer.Ordinal),
    })];

    private long Interval(DateTimeOffset at) => at.UtcTicks / policy.Sampling.Ticks;

    /// <summary>One underlying's part of <c>A·M·A + b·bᵀ</c>; the parts of those marked in the same interval make up the whole.</summary>
    private void Fold(int place, double rootDecay, double decay, double shock, long interval)
    {
        for (var other = 0; other < risks.Length; other++)
        {
            if (other == place)
            {
                matrix[place * risks.Length + place] = decay * matrix[place * risks.Length + place] + shock * shock;
                continue;
            }

            var isTogether = risks[other].MarkAt is { } at && Interval(at) == interval;
            var entry = rootDecay * matrix[place * risks.Length + other] + (isTogether ? shock * risks[other].Shock : 0);
            matrix[place * risks.Length + other] = entry;
            matrix[other * risks.Length + place] = entry;
        }
    }
}
