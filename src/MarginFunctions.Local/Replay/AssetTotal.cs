namespace MarginFunctions.Local.Replay;

/// <summary>What everybody has of an asset: accounts, reserves, the insurance fund and whom it has from or gave to, lender, market and customers outside.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Before">When the run began.</param>
/// <param name="After">At its end, accounts as the engine stored them.</param>
internal sealed record AssetTotal(string Asset, decimal Before, decimal After)
{
    /// <summary>What was made out of nothing, negative for what was lost. Must be 0.</summary>
    public decimal Difference => After - Before;
}
