namespace MarginFunctions.Engine.Coverage;

/// <summary>What could not be assessed, and is in no sum.</summary>
/// <param name="Accounts">Accounts with at least one such pool; their other pools are in the sums.</param>
/// <param name="Pools">Such pools.</param>
/// <param name="First">The first of them by account id, at most <see cref="MostNamed"/>.</param>
public sealed record UnpricedAccounts(int Accounts, int Pools, IReadOnlyList<UnpricedPool> First)
{
    /// <summary>The most that are named.</summary>
    public const int MostNamed = 20;
}
