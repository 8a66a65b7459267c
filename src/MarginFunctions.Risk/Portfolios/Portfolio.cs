namespace MarginFunctions.Risk.Portfolios;

/// <summary>Everything that margin depends on in one account, apart from prices and parameters.</summary>
/// <param name="Positions">At most one in each instrument; none with quantity 0.</param>
/// <param name="Collateral">At most one in each asset.</param>
/// <param name="Mode">How the cross pool's requirement is found.</param>
public sealed record Portfolio(IReadOnlyList<Position> Positions, IReadOnlyList<CollateralHolding> Collateral, AccountMode Mode = AccountMode.Standard)
{
    /// <summary>No positions and no collateral.</summary>
    public static Portfolio Empty { get; } = new([], []);
}
