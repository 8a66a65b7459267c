using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Coverage;

/// <summary>Whose moves each mark of a pool follows in joint scenarios.</summary>
/// <remarks>
/// A mark follows its underlying, and itself where there are no moves of an underlying: instruments, coins held as collateral and forwards alike. An option's forward that is
/// neither follows the option's underlying. A volatility follows itself and stays where it is when there are no moves of it.
/// </remarks>
public sealed class PoolFactors
{
    private readonly (int Symbol, string Name)[] factors;

    private PoolFactors((int Symbol, string Name)[] factors)
    {
        this.factors = factors;
        Names = [.. factors.Select(f => f.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The symbols whose moves are needed, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Each mark that moves, by symbol index, with the symbol whose moves it follows.</summary>
    internal ReadOnlySpan<(int Symbol, string Name)> Factors => factors;

    /// <summary>Finds them.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="parameters">The version the pool was resolved with.</param>
    /// <param name="isKnown">Whether there are moves of a symbol.</param>
    /// <param name="factors">What was found; null when the result is false.</param>
    /// <param name="missing">The symbol whose moves are missing; null when the result is true.</param>
    /// <returns>False when the pool depends on a price of which there are no moves: that is a failure, never a price that stays.</returns>
    public static bool TryFind(ResolvedPool pool, RiskParameters parameters, Func<string, bool> isKnown, out PoolFactors? factors, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isKnown);
        var found = new List<(int, string)>(pool.Symbols.Count);
        foreach (var symbol in pool.Symbols)
        {
            string?[] candidates =
            [
                parameters.Underlyings[symbol], parameters.Symbols[symbol], .. pool.OptionArray.Where(o => o.Forward == symbol).Select(o => o.Contract.Underlying),
            ];
            if (Array.Find(candidates, name => isKnown(name!)) is { } name)
            {
                found.Add((symbol, name));
            }
            else if (!IsVolatilityOnly(pool, symbol))
            {
                (factors, missing) = (null, parameters.Underlyings[symbol]);
                return false;
            }
        }

        (factors, missing) = (new PoolFactors([.. found]), null);
        return true;
    }

    private static bool IsVolatilityOnly(ResolvedPool pool, int symbol) =>
        Array.Exists(pool.OptionArray, o => o.Volatility == symbol)
        && !Array.Exists(pool.OptionArray, o => o.Forward == symbol)
        && !Array.Exists(pool.PositionArray, p => p.Symbol == symbol)
        && !Array.Exists(pool.CollateralArray, c => c.Symbol == symbol);
}
