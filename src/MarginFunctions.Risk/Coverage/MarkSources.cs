using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Coverage;

/// <summary>Whose moves a mark follows in joint scenarios.</summary>
/// <remarks>
/// A price follows its underlying, and itself where there are no moves of an underlying: instruments, forwards of options and coins held as collateral alike. A volatility follows
/// itself and stays where it is when there are no moves of it.
/// </remarks>
public static class MarkSources
{
    /// <summary>The symbol that a mark follows, or null when there are no moves for it.</summary>
    /// <param name="parameters">The version whose marks are meant.</param>
    /// <param name="symbol">The mark's index.</param>
    /// <param name="isKnown">Whether there are moves of a symbol.</param>
    public static string? Find(RiskParameters parameters, int symbol, Func<string, bool> isKnown)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isKnown);
        var (underlying, itself) = (parameters.Underlyings[symbol], parameters.Symbols[symbol]);
        return isKnown(underlying) ? underlying : isKnown(itself) ? itself : null;
    }

    /// <summary>All symbols that a pool's marks follow.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="parameters">The version the pool was resolved with.</param>
    /// <param name="isKnown">Whether there are moves of a symbol.</param>
    /// <param name="names">In ordinal order, each once; meaningless when the result is false.</param>
    /// <param name="missing">The symbol whose moves are missing; null when the result is true.</param>
    /// <returns>False when the pool depends on a price of which there are no moves: that is a failure, never a price that stays.</returns>
    public static bool TryFindAll(ResolvedPool pool, RiskParameters parameters, Func<string, bool> isKnown, out IReadOnlyList<string> names, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(parameters);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var symbol in pool.Symbols)
        {
            if (Find(parameters, symbol, isKnown) is { } name)
            {
                found.Add(name);
            }
            else if (!parameters.AreVolatilities[symbol])
            {
                (names, missing) = ([], parameters.Underlyings[symbol]);
                return false;
            }
        }

        (names, missing) = ([.. found], null);
        return true;
    }
}
