using MarginFunctions.Engine.Cover;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Messages;

/// <summary>What an account holds, as facts: quantities are what the account now has, never changes to it.</summary>
/// <param name="AccountId">See <see cref="AccountIds"/>.</param>
/// <param name="Sequence">Positive; rises by account and is used for one message only.</param>
/// <param name="AsOf">When the broker said so.</param>
/// <param name="Positions">Each instrument at most once; quantity 0 closes.</param>
/// <param name="Collateral">Each asset at most once.</param>
/// <param name="Complete">True when the lists are the whole portfolio: what is not named is closed.</param>
/// <param name="AccountMode">How the account is margined from now on; null when it is not said.</param>
/// <param name="JobId">The liquidation job whose fill this is; null for a plain position update.</param>
/// <param name="LedgerThrough">The number of the last entry of the account's ledger that the facts of this update count; 0 when they count none.</param>
/// <param name="Cover">What the account has to be covered with from now on; null when it is not said.</param>
public sealed record HoldingsUpdate(
    string AccountId,
    long Sequence,
    DateTimeOffset AsOf,
    IReadOnlyList<Position> Positions,
    IReadOnlyList<CollateralHolding> Collateral,
    bool Complete,
    AccountMode? AccountMode = null,
    string? JobId = null,
    long LedgerThrough = 0,
    CoverFacts? Cover = null)
{
    /// <summary>What the order of a fill has done so far; null when the update says nothing of it.</summary>
    public OrderFill? Fill { get; init; }
}
