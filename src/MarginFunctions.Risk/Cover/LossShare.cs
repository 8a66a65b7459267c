namespace MarginFunctions.Risk.Cover;

/// <summary>An account and an amount of money: a winner's profit, or what it bears of a loss.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Amount">Not negative, at most 8 places.</param>
public readonly record struct LossShare(string Account, decimal Amount);
