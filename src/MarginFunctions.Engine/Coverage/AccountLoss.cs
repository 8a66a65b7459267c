namespace MarginFunctions.Engine.Coverage;

/// <summary>What an account loses beyond all it holds.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Loss">Positive, in account currency: <c>Σ max(0, −E)</c> over its pools, since an isolated position does not draw on the rest.</param>
public sealed record AccountLoss(string AccountId, decimal Loss);
