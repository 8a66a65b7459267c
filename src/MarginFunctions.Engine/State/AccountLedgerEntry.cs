namespace MarginFunctions.Engine.State;

/// <summary>One movement of an account's money that the engine made, for the broker to book.</summary>
/// <param name="Number">1 for the account's first; rises by one.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">What the account's collateral in account currency changes by, not 0, at most 8 places.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Reference">What it belongs to: a decision, a job, a coverage request or the loan.</param>
public sealed record AccountLedgerEntry(long Number, AccountEntryKind Kind, decimal Amount, DateTimeOffset At, string Reference);
