namespace MarginFunctions.Engine.Cover;

/// <summary>One event of a fund with everything that it moved: a row that never changes.</summary>
/// <param name="Number">1 for the fund's first; rises by one.</param>
/// <param name="Id">The request's id; <c>initial</c> or a top-up's id for <see cref="FundSettlementKind.Capital"/>; <c>shared|{number}</c> for <see cref="FundSettlementKind.LossShare"/>.</param>
/// <param name="Kind">Why.</param>
/// <param name="AccountId">The account that asked; null for capital and shared losses.</param>
/// <param name="Pool">Its pool; null for capital and shared losses.</param>
/// <param name="Currency">What all amounts are in.</param>
/// <param name="Amount">What was asked for: the fee, the expected loss, the bad debt, or what there was to share.</param>
/// <param name="At">When it was settled.</param>
/// <param name="Entries">The movements of money; empty where none moves.</param>
/// <param name="Balance">What the fund has after it, not negative.</param>
/// <param name="Answer">What a bankrupt pool was answered; null for the other kinds.</param>
/// <param name="Deleveraged">The trades of an answer that closes positions against each other; null without.</param>
/// <param name="ParametersVersion">The risk parameters that it was decided with.</param>
public sealed record FundSettlement(
    long Number,
    string Id,
    FundSettlementKind Kind,
    string? AccountId,
    string? Pool,
    string Currency,
    decimal Amount,
    DateTimeOffset At,
    IReadOnlyList<FundEntry> Entries,
    decimal Balance,
    CoverageAnswerKind? Answer,
    IReadOnlyList<DeleveragedPosition>? Deleveraged,
    string ParametersVersion);
