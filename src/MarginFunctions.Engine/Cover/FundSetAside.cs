namespace MarginFunctions.Engine.Cover;

/// <summary>What a fund keeps for a pool that is closed at its risk.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Amount">The expected loss, or as much of it as the fund had left; not negative.</param>
/// <param name="Until">When it counts no more.</param>
public sealed record FundSetAside(string AccountId, string Pool, decimal Amount, DateTimeOffset Until);
