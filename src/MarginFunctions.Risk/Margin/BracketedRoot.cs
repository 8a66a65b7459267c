using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Margin;

/// <summary>Where <c>E − level·MM</c> of a pool that is not separable changes its sign as all prices of one underlying move in the same ratio.</summary>
internal static class BracketedRoot
{
    private const decimal Step = 0.02m;
    private const decimal Farthest = 1_000_000m;

    // Of the bracket's 2 % what is left is below 1e-13 of the price.
    private const int Bisections = 40;

    /// <summary>The factor of today's marks at the nearest change of sign.</summary>
    /// <param name="pool">A pool that can be assessed.</param>
    /// <param name="marks">Today's marks.</param>
    /// <param name="underlying">What moves; volatilities and other underlyings stand still.</param>
    /// <param name="level">The multiple of maintenance margin.</param>
    /// <returns>Null when no factor from a millionth to a million does it.</returns>
    public static decimal? Find(ResolvedPool pool, MarkSet marks, string underlying, decimal level)
    {
        var sound = IsSound(pool, marks, level);
        for (var near = 1m; near < Farthest; near *= 1 + Step)
        {
            var far = near * (1 + Step);
            if (IsSound(pool, Moved(marks, underlying, far), level) != sound)
            {
                return Bisect(pool, marks, underlying, level, sound, near, far);
            }

            if (IsSound(pool, Moved(marks, underlying, 1 / far), level) != sound)
            {
                return Bisect(pool, marks, underlying, level, sound, 1 / near, 1 / far);
            }
        }

        return null;
    }

    private static decimal Bisect(ResolvedPool pool, MarkSet marks, string underlying, decimal level, bool sound, decimal near, decimal far)
    {
        for (var n = 0; n < Bisections; n++)
        {
            var middle = (near + far) / 2;
            (near, far) = IsSound(pool, Moved(marks, underlying, middle), level) == sound ? (middle, far) : (near, middle);
        }

        return near;
    }

    internal static MarkSet Moved(MarkSet marks, string underlying, decimal factor) =>
        marks.Move(symbol => marks.Parameters.Underlyings[symbol] == underlying && !marks.Parameters.AreVolatilities[symbol] ? factor : 1);

    private static bool IsSound(ResolvedPool pool, MarkSet marks, decimal level) =>
        PoolAssessor.TryAssessExactly(pool, marks, out var exact, out var missing)
            ? exact.Equity - level * exact.Maintenance >= 0
            : throw new InvalidOperationException($"Pool {pool.Key} cannot be assessed: {missing} is missing.");
}
