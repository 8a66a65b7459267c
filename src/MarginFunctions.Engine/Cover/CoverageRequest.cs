namespace MarginFunctions.Engine.Cover;

/// <summary>From a shard to the insurance fund, on <c>coverage-requests</c>; session = fund currency.</summary>
/// <param name="Id">Unique: begins with the account and the pool.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="Currency">The fund's currency: the account currency.</param>
/// <param name="Amount">The fee, the expected loss, or the bad debt; not negative, at most 8 places.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Positions">Of <see cref="CoverageRequestKind.Bankrupt"/>: what is left to close, each at the price at which the pool's equity is zero; null otherwise.</param>
public sealed record CoverageRequest(
    string Id,
    CoverageRequestKind Kind,
    string AccountId,
    string Pool,
    string Currency,
    decimal Amount,
    DateTimeOffset At,
    IReadOnlyList<BankruptPosition>? Positions = null);
