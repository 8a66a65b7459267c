using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.State;

/// <summary>A decision with what it was made from: enough to make it again.</summary>
/// <param name="Id"><c>account|pool|number</c>.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Number">1 for the account's first decision.</param>
/// <param name="At">The time it was made for.</param>
/// <param name="Cause">What made the engine look.</param>
/// <param name="Before">The pool's state before.</param>
/// <param name="After">The pool's state after.</param>
/// <param name="Events">What was told.</param>
/// <param name="Equity">The pool's equity before anything was drawn, in account currency.</param>
/// <param name="Initial">Its initial margin.</param>
/// <param name="Maintenance">Its maintenance margin.</param>
/// <param name="MarginRatio">Equity over maintenance; null without a requirement.</param>
/// <param name="CoverageRatio">Collateral over the loss of the worst stress scenario; null when none loses.</param>
/// <param name="WorstScenario">That scenario; null when none loses.</param>
/// <param name="Portfolio">What the account held, entries of its ledger counted that its broker had not counted yet.</param>
/// <param name="Marks">The marks that the account depends on.</param>
/// <param name="ParametersVersion">The risk parameters.</param>
/// <param name="EngineVersion">The code.</param>
/// <param name="RiskVersion">The risk state; null when ranges were the model's own.</param>
/// <param name="PriceRanges">Its scenario ranges of the underlyings that the account depends on; null when ranges were the model's own.</param>
/// <param name="Evidence">In portfolio mode, what the requirement is made of: the worst scenario, each position's part in it, and charges; the losses of the other scenarios are left out. Null in standard mode.</param>
/// <param name="Cover">What could be drawn, in the policy's order; null when there was nothing.</param>
/// <param name="Drawn">What was drawn of it; null when nothing was.</param>
/// <param name="Loan">What was owed on the credit line before; null without a loan. What it exceeds the line by is taken off in <paramref name="Portfolio"/>.</param>
/// <param name="AnswerId">The insurance fund's answer that closes positions of the pool against those of a bankrupt account; null where the decision is about the pool's own margin.</param>
public sealed record DecisionRecord(
    string Id,
    string AccountId,
    long Number,
    DateTimeOffset At,
    ShardWorkKind Cause,
    PoolState Before,
    PoolState After,
    IReadOnlyList<MarginEventKind> Events,
    decimal Equity,
    decimal Initial,
    decimal Maintenance,
    decimal? MarginRatio,
    decimal? CoverageRatio,
    string? WorstScenario,
    Portfolio Portfolio,
    IReadOnlyDictionary<string, decimal> Marks,
    string ParametersVersion,
    string EngineVersion,
    long? RiskVersion = null,
    IReadOnlyDictionary<string, decimal>? PriceRanges = null,
    PortfolioRequirement? Evidence = null,
    IReadOnlyList<CoverAmount>? Cover = null,
    IReadOnlyList<CoverAmount>? Drawn = null,
    decimal? Loan = null,
    string? AnswerId = null)
{
    /// <summary>What the liquidation job of this decision was made from; null where none was issued by a plan.</summary>
    public PlanRecord? Plan { get; init; }
}
