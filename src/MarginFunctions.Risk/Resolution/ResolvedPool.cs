namespace MarginFunctions.Risk.Resolution;

/// <summary>
/// Positions and the collateral that stands behind them, assessed together: an account's cross pool, or one isolated position with its own margin.
/// </summary>
/// <remarks>A pool's equity and requirement are each a sum of one function a mark, piecewise linear in that mark. Bands and prices of trouble rest on this.</remarks>
public sealed class ResolvedPool
{
    /// <summary>The key of the pool that holds all cross positions and the account's collateral.</summary>
    public const string CrossKey = "cross";

    internal ResolvedPool(string key, decimal constantEquity, decimal constantCollateral, ResolvedPosition[] positions, ResolvedCollateral[] collateral, string? unknownName)
    {
        Key = key;
        ConstantEquity = constantEquity;
        ConstantCollateral = constantCollateral;
        PositionArray = positions;
        CollateralArray = collateral;
        UnknownName = unknownName;
        Symbols = [.. positions.Select(p => p.Symbol).Concat(collateral.Select(c => c.Symbol)).Distinct().Order()];
    }

    /// <summary><see cref="CrossKey"/>, or the instrument of an isolated position.</summary>
    public string Key { get; }

    /// <summary>The pool's positions, in portfolio order.</summary>
    public IReadOnlyList<ResolvedPosition> Positions => PositionArray;

    /// <summary>The indexes of every mark the pool depends on, ascending.</summary>
    public IReadOnlyList<int> Symbols { get; }

    /// <summary>An instrument or asset that the parameters do not know, or null. Such a pool cannot be assessed.</summary>
    public string? UnknownName { get; }

    /// <summary>The part of equity that no mark moves: account-currency collateral less linear positions' entry values.</summary>
    internal decimal ConstantEquity { get; }

    /// <summary>The part of the collateral value that no mark moves.</summary>
    internal decimal ConstantCollateral { get; }

    internal ResolvedPosition[] PositionArray { get; }

    internal ResolvedCollateral[] CollateralArray { get; }
}
