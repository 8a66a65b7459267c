namespace MarginFunctions.Engine.Coverage;

/// <summary>The largest loss that a few accounts leave to others in one stress scenario.</summary>
/// <param name="Scenario">The scenario in which it is largest, the first in the parameters' order among equals; null when no account loses more than it has in any.</param>
/// <param name="Loss">What the accounts lose beyond all they hold, added up.</param>
/// <param name="Accounts">They, the larger loss first; fewer when fewer lose.</param>
public sealed record StressCover(string? Scenario, decimal Loss, IReadOnlyList<AccountLoss> Accounts);
