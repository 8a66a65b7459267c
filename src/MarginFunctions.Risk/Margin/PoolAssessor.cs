using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Margin;

/// <summary>Equity and requirements of one pool at given marks.</summary>
/// <remarks>
/// <c>E = Σ counted collateral + Σ profit + Σ option value</c>. In standard mode <c>IM</c> and <c>MM</c> are sums over positions, of <see cref="TierTable"/> for perpetuals and futures and of
/// <see cref="Options.StandardOptionMargin"/> beyond the mark for short options, whose mark <c>E</c> has paid. What is owed is exact, in whole numbers where they fit and in decimals elsewhere,
/// and one rounding at the end goes against the account.
/// In portfolio mode both are those of <see cref="PortfolioMargin"/>.
/// </remarks>
public static class PoolAssessor
{
    /// <summary>What is missing of a pool in portfolio mode when the parameters have no model for it.</summary>
    public const string NoModel = "portfolioMargin";

    /// <summary>Assesses a pool. Allocates nothing.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="marks">Marks of the same parameter version.</param>
    /// <param name="position">Rounded against the account; meaningless when the result is false.</param>
    /// <param name="missing">The symbol without a mark, the name without parameters, or the option without a moment to value it for; null when the result is true.</param>
    /// <returns>False when something the pool depends on is missing. A missing price is a failure, never a zero.</returns>
    public static bool TryAssess(ResolvedPool pool, MarkSet marks, out MarginPosition position, out string? missing)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        if (!TryAssessExactly(pool, marks, out var exact, out missing))
        {
            position = default;
            return false;
        }

        position = new MarginPosition(
            MoneyRounding.RoundDownEquity(exact.Equity), MoneyRounding.RoundUpRequirement(exact.Initial), MoneyRounding.RoundUpRequirement(exact.Maintenance));
        return true;
    }

    /// <summary>What the pool's collateral counts for after haircuts and caps, rounded down, in account currency.</summary>
    /// <exception cref="InvalidOperationException">A mark, or the parameters of a name, are missing; assess the pool first.</exception>
    public static decimal CollateralValue(ResolvedPool pool, MarkSet marks)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        ThrowIfUnknown(pool);
        var value = pool.ConstantCollateral;
        foreach (ref readonly var holding in pool.CollateralArray.AsSpan())
        {
            if (!marks.TryGet(holding.Symbol, out var price))
            {
                throw new InvalidOperationException($"{marks.Parameters.Symbols[holding.Symbol]} has no mark.");
            }

            value += holding.Value(price);
        }

        return MoneyRounding.RoundDownEquity(value);
    }

    /// <summary>A pool that left something out must not pass for a smaller one.</summary>
    internal static void ThrowIfUnknown(ResolvedPool pool)
    {
        if (pool.UnknownName is not null)
        {
            throw new InvalidOperationException($"Pool {pool.Key} cannot be assessed: the parameters do not know {pool.UnknownName}.");
        }
    }

    internal static bool TryAssessExactly(ResolvedPool pool, MarkSet marks, out (decimal Equity, decimal Initial, decimal Maintenance) exact, out string? missing)
    {
        exact = default;
        if (pool.UnknownName is not null)
        {
            missing = pool.UnknownName;
            return false;
        }

        var equity = pool.ConstantEquity;
        var initial = 0m;
        var maintenance = 0m;
        var linear = new WholeSums();
        foreach (ref readonly var position in pool.PositionArray.AsSpan())
        {
            if (linear.TryAdd(position.WholeExposure, marks.Whole(position.Symbol), position.Instrument.Tiers.Whole))
            {
                continue;
            }

            if (!marks.TryGet(position.Symbol, out var mark))
            {
                missing = marks.Parameters.Symbols[position.Symbol];
                return false;
            }

            position.Add(mark, ref equity, ref initial, ref maintenance);
        }

        foreach (ref readonly var option in pool.OptionArray.AsSpan())
        {
            if (!marks.TryPrice(option, out var price, out missing))
            {
                return false;
            }

            marks.TryGet(option.Forward, out var forward);
            option.Add(forward, price, ref equity, ref initial, ref maintenance);
        }

        foreach (ref readonly var holding in pool.CollateralArray.AsSpan())
        {
            if (!marks.TryGet(holding.Symbol, out var price))
            {
                missing = marks.Parameters.Symbols[holding.Symbol];
                return false;
            }

            equity += holding.Value(price);
        }

        if (pool.Mode == AccountMode.Standard)
        {
            exact = (equity + linear.Value, initial + linear.Initial, maintenance + linear.Maintenance);
            missing = null;
            return true;
        }

        // The parameters may have lost their model since the account was put into this mode.
        missing = NoModel;
        if (marks.Parameters.PortfolioMargin is not { } model || !PortfolioMargin.TryAssess(pool, marks, model, out initial, out maintenance, out missing))
        {
            return false;
        }

        exact = (equity + linear.Value, initial, maintenance);
        return true;
    }
}
