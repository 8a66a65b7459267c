using MarginFunctions.Risk.Cover;

namespace MarginFunctions.Engine.Cover;

/// <summary>What accounts have won that did not ask. Only what the decision at hand needs is filled.</summary>
/// <param name="Profits">What each may bear of a loss, positive: its unrealised profit, and no more than its cross pool has. At most <see cref="FundDecision.MostWinners"/>, the largest.</param>
/// <param name="Positions">By instrument, positions opposite to the bankrupt one.</param>
public sealed record Winners(IReadOnlyList<LossShare> Profits, IReadOnlyDictionary<string, IReadOnlyList<WinningPosition>> Positions)
{
    /// <summary>None are needed.</summary>
    public static Winners None { get; } = new([], new Dictionary<string, IReadOnlyList<WinningPosition>>());
}
