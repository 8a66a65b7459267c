namespace MarginFunctions.Risk.Portfolios;

/// <summary>A position as the broker states it. An account has at most one in each instrument.</summary>
/// <param name="Instrument">The instrument's symbol.</param>
/// <param name="Quantity">Contracts, positive when long, negative when short.</param>
/// <param name="EntryPrice">Average entry price, positive; what was paid for an option, which is in the collateral and in no formula.</param>
/// <param name="Mode">Cross or isolated.</param>
/// <param name="IsolatedMargin">
/// Margin set aside for an isolated position, not negative, in the instrument's settlement asset; it is not part of the account's collateral holdings. 0 for cross.
/// </param>
public sealed record Position(string Instrument, decimal Quantity, decimal EntryPrice, MarginMode Mode = MarginMode.Cross, decimal IsolatedMargin = 0);
