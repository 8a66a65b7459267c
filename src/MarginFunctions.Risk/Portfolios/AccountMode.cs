namespace MarginFunctions.Risk.Portfolios;

/// <summary>How the requirement of an account's cross pool is found. Isolated positions are margined alone in either mode.</summary>
public enum AccountMode
{
    /// <summary>The sum of each position's own requirement: tiers for perpetuals and futures, the standard formulas for short options.</summary>
    Standard,

    /// <summary>The worst scenario of the whole pool, plus charges, by the parameters' portfolio-margin model.</summary>
    Portfolio,
}
