namespace MarginFunctions.Engine.Cover;

/// <summary>What an account has beside its collateral to be covered with, as its broker states it, in account currency.</summary>
/// <param name="Reserve">What the customer's reserve holds, not negative.</param>
/// <param name="ReserveMinimum">What stays in the reserve whatever happens, not negative.</param>
/// <param name="CreditLine">The most that may be lent at any time, what is lent already included, not negative.</param>
public sealed record CoverFacts(decimal Reserve, decimal ReserveMinimum, decimal CreditLine);
