namespace MarginFunctions.Risk.Portfolios;

/// <summary>What an account holds of one asset.</summary>
/// <param name="Asset">The asset's name.</param>
/// <param name="Quantity">Units; negative for a debit balance, which is owed in full.</param>
public sealed record CollateralHolding(string Asset, decimal Quantity);
