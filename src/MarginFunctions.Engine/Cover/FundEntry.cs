namespace MarginFunctions.Engine.Cover;

/// <summary>One movement of money in a fund's ledger. Currency, time and the request it belongs to are those of its <see cref="FundSettlement"/>.</summary>
/// <param name="Debit">Who gives; see <see cref="FundAccounts"/>.</param>
/// <param name="Credit">Who receives; another one.</param>
/// <param name="Amount">Positive, at most 8 places.</param>
public sealed record FundEntry(string Debit, string Credit, decimal Amount);
