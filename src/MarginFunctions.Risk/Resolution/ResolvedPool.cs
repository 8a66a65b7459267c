using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Resolution;

/// <summary>
/// Positions and the collateral that stands behind them, assessed together: an account's cross pool, or one isolated position with its own margin.
/// </summary>
/// <remarks>
/// Where <see cref="IsSeparable"/>, equity and requirement are each a sum of one function a mark, piecewise linear in that mark: exact bands and prices of trouble rest on this. Options and
/// scenarios bind marks together.
/// </remarks>
public sealed class ResolvedPool
{
    /// <summary>The key of the pool that holds all cross positions and the account's collateral.</summary>
    public const string CrossKey = "cross";

    private PortfolioLayout? layout;
    private IReadOnlyList<int>? symbols;

    internal ResolvedPool(
        string key,
        AccountMode mode,
        decimal constantEquity,
        decimal constantCollateral,
        ResolvedPosition[] positions,
        ResolvedOption[] options,
        ResolvedCollateral[] collateral,
        string? unknownName)
    {
        Key = key;
        Mode = mode;
        ConstantEquity = constantEquity;
        ConstantCollateral = constantCollateral;
        PositionArray = positions;
        OptionArray = options;
        CollateralArray = collateral;
        UnknownName = unknownName;
    }

    /// <summary><see cref="CrossKey"/>, or the instrument of an isolated position.</summary>
    public string Key { get; }

    /// <summary>How its requirement is found.</summary>
    public AccountMode Mode { get; }

    /// <summary>Whether every mark acts on it alone: no options, and no scenarios of the whole pool.</summary>
    public bool IsSeparable => Mode == AccountMode.Standard && OptionArray.Length == 0;

    /// <summary>The pool's perpetuals and futures, in portfolio order.</summary>
    public IReadOnlyList<ResolvedPosition> Positions => PositionArray;

    /// <summary>The pool's options, in portfolio order.</summary>
    public IReadOnlyList<ResolvedOption> Options => OptionArray;

    /// <summary>The indexes of every mark the pool depends on, ascending; found when first asked for, since plans make hundreds of pools that no one asks.</summary>
    public IReadOnlyList<int> Symbols => symbols ??=
        [.. PositionArray.Select(p => p.Symbol).Concat(OptionArray.SelectMany(o => new[] { o.Forward, o.Volatility })).Concat(CollateralArray.Select(c => c.Symbol)).Distinct().Order()];

    /// <summary>An instrument or asset that the parameters do not know, or null. Such a pool cannot be assessed.</summary>
    public string? UnknownName { get; }

    /// <summary>The part of equity that no mark moves: account-currency collateral less linear positions' entry values.</summary>
    internal decimal ConstantEquity { get; }

    /// <summary>The part of the collateral value that no mark moves.</summary>
    internal decimal ConstantCollateral { get; }

    internal ResolvedPosition[] PositionArray { get; }

    internal ResolvedOption[] OptionArray { get; }

    internal ResolvedCollateral[] CollateralArray { get; }

    /// <summary>The pool laid out for scenarios, made when first asked for.</summary>
    internal PortfolioLayout LayoutOf(RiskParameters parameters)
    {
        var known = Volatile.Read(ref layout);
        if (known?.Parameters == parameters)
        {
            return known;
        }

        var made = new PortfolioLayout(this, parameters);
        Volatile.Write(ref layout, made);
        return made;
    }
}
