namespace MarginFunctions.Engine.Cover;

/// <summary>What a fund has decided of one event.</summary>
/// <param name="State">Where it stands then.</param>
/// <param name="Settlement">What is remembered of it.</param>
/// <param name="Answers">What accounts are told.</param>
public sealed record FundOutcome(FundState State, FundSettlement Settlement, IReadOnlyList<CoverageAnswer> Answers);
