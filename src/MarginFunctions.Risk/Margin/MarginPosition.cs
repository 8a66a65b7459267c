namespace MarginFunctions.Risk.Margin;

/// <summary>What a margin pool has and what it must hold, in account currency, rounded to 8 places against the account.</summary>
/// <param name="Equity">Collateral value plus profit; negative when the pool owes more than it has.</param>
/// <param name="Initial">Initial margin, never negative.</param>
/// <param name="Maintenance">Maintenance margin, never negative, never above <paramref name="Initial"/>.</param>
public readonly record struct MarginPosition(decimal Equity, decimal Initial, decimal Maintenance)
{
    /// <summary>Equity strictly below <paramref name="level"/> times a positive maintenance requirement; equality is not below, and no requirement is never below.</summary>
    /// <param name="level">A positive multiple of maintenance margin, for example 1.2 for a call.</param>
    public bool IsBelow(decimal level) => Maintenance > 0 && Equity < level * Maintenance;

    /// <summary>Negative equity with nothing left to close: bad debt, not a liquidation.</summary>
    public bool IsBadDebt => Maintenance == 0 && Equity < 0;

    /// <summary><c>E/MM</c>, rounded down at 8 places for show (decisions compare amounts); null when there is no requirement; at most ±<see cref="decimal.MaxValue"/>, which dust positions beside great wealth exceed.</summary>
    public decimal? MarginRatio => Maintenance > 0 ? MoneyRounding.Ratio(Equity, Maintenance) : null;

    /// <summary><c>max(0, MM − E)</c>: what is missing to maintenance.</summary>
    public decimal Shortfall => Math.Max(0, Maintenance - Equity);

    /// <summary><c>max(0, IM − E)</c>: what is missing before a position may be opened.</summary>
    public decimal Deficit => Math.Max(0, Initial - Equity);

    /// <summary>What must be added so that equity reaches <paramref name="level"/> times maintenance, rounded up; 0 when it is there.</summary>
    public decimal AmountToReach(decimal level) => MoneyRounding.RoundUpRequirement(Math.Max(0, level * Maintenance - Equity));
}
