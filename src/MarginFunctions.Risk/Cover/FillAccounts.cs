namespace MarginFunctions.Risk.Cover;

/// <summary>Whose ledger accounts a fill is booked on; four different names.</summary>
/// <param name="Account">The account that is liquidated.</param>
/// <param name="Counterparty">Who filled the order.</param>
/// <param name="Fund">The insurance fund.</param>
/// <param name="Venue">Who has the rest of the fee.</param>
public sealed record FillAccounts(string Account, string Counterparty, string Fund, string Venue);
