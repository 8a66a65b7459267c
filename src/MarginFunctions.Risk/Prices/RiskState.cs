namespace MarginFunctions.Risk.Prices;

/// <summary>What margin is told of the market beside its marks: how far underlyings may move in portfolio-margin scenarios.</summary>
/// <param name="Version">0 for none; rises with every change and is recorded with every decision.</param>
/// <param name="PriceRanges">By underlying, the relative move of the scenarios' full range, positive and below 1; an underlying that is not named has the model's own.</param>
public sealed record RiskState(long Version, IReadOnlyDictionary<string, decimal> PriceRanges)
{
    /// <summary>The model's own ranges for every underlying.</summary>
    public static RiskState None { get; } = new(0, new Dictionary<string, decimal>());
}
