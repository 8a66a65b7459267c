namespace MarginFunctions.Engine.Cover;

/// <summary>What a fund has decided of one event.</summary>
/// <param name="State">Where it stands then.</param>
/// <param name="Settlement">What is remembered of it.</param>
/// <param name="Answers">What accounts are told.</param>
public sealed record FundOutcome(FundState State, FundSettlement Settlement, IReadOnlyList<CoverageAnswer> Answers)
{
    /// <summary>What the venue's capital paid of a bad debt in advance of winners, who are to share it; 0 where they are not asked.</summary>
    public decimal Advanced { get; init; }
}
