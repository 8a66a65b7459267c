using MarginFunctions.Risk.Coverage;

namespace MarginFunctions.Local.Calc;

/// <summary>What the risk figures of a result were asked for.</summary>
/// <param name="Model">How the tail is measured.</param>
/// <param name="Level">Of value at risk and expected shortfall.</param>
/// <param name="HorizonDays">Over how many days.</param>
/// <param name="From">The first moment of the history that was read.</param>
/// <param name="To">The last.</param>
/// <param name="Returns">How moves were taken from the history; null when they are drawn.</param>
/// <param name="CallProbability">The most that the advised collateral may leave.</param>
internal sealed record CalcRiskSettings(RiskModel Model, decimal Level, int HorizonDays, DateTimeOffset From, DateTimeOffset To, ReturnSampling? Returns, decimal CallProbability);

/// <summary>The risk of one pool, losses positive, in account currency; without figures when something is missing.</summary>
/// <param name="Missing">The symbol without a history; null when there are figures.</param>
/// <param name="Scenarios">How many there are.</param>
/// <param name="ValueAtRisk">Of positions and collateral together.</param>
/// <param name="ExpectedShortfall">Of positions and collateral together.</param>
/// <param name="CollateralHeld">Of positions alone, collateral at today's value.</param>
/// <param name="WrongWay">Expected shortfall less that of positions alone.</param>
/// <param name="Positions">Each position's part.</param>
/// <param name="Collateral">Each priced holding's part.</param>
/// <param name="Tail">The scenarios behind the figures, greatest loss first; empty for a normal measure.</param>
/// <param name="Advice">How much more collateral keeps the call probability.</param>
internal sealed record CalcRiskResult(
    string? Missing,
    int? Scenarios = null,
    decimal? ValueAtRisk = null,
    decimal? ExpectedShortfall = null,
    CalcTailResult? CollateralHeld = null,
    decimal? WrongWay = null,
    IReadOnlyList<CalcContribution>? Positions = null,
    IReadOnlyList<CalcContribution>? Collateral = null,
    IReadOnlyList<CalcTailScenario>? Tail = null,
    IReadOnlyList<CalcAdviceResult>? Advice = null);

/// <summary>Two measures.</summary>
/// <param name="ValueAtRisk">Value at risk.</param>
/// <param name="ExpectedShortfall">Expected shortfall.</param>
internal sealed record CalcTailResult(decimal ValueAtRisk, decimal ExpectedShortfall);

/// <summary>One item's part.</summary>
/// <param name="Instrument">The position's contract; null for collateral.</param>
/// <param name="Asset">The asset; null for a position.</param>
/// <param name="ComponentValueAtRisk">Its part of value at risk.</param>
/// <param name="ComponentExpectedShortfall">Its part of expected shortfall.</param>
/// <param name="IncrementalValueAtRisk">Value at risk less what it would be without it.</param>
/// <param name="IncrementalExpectedShortfall">Expected shortfall less what it would be without it.</param>
internal sealed record CalcContribution(
    string? Instrument,
    string? Asset,
    decimal ComponentValueAtRisk,
    decimal ComponentExpectedShortfall,
    decimal IncrementalValueAtRisk,
    decimal IncrementalExpectedShortfall);

/// <summary>A scenario.</summary>
/// <param name="Number">From 0, oldest first.</param>
/// <param name="From">The first moment of the stretch of history that it repeats; null when it is drawn.</param>
/// <param name="To">The last.</param>
internal sealed record CalcScenario(int Number, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>A scenario's part in the tail.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Loss">What the pool loses in it.</param>
/// <param name="ValueAtRiskWeight">Its weight in value at risk.</param>
/// <param name="ExpectedShortfallWeight">Its weight in expected shortfall.</param>
internal sealed record CalcTailScenario(CalcScenario Scenario, decimal Loss, decimal ValueAtRiskWeight, decimal ExpectedShortfallWeight);

/// <summary>How much more of an asset keeps the call probability.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Missing">The symbol without a mark or history; null when there is an answer.</param>
/// <param name="Amount">Units; null when no amount suffices.</param>
/// <param name="CallProbabilityNow">The probability of a call without it.</param>
/// <param name="CallProbabilityWith">The probability of a call with it; null when no amount suffices.</param>
/// <param name="Deciding">The scenarios that the last unit of it keeps from being in call.</param>
internal sealed record CalcAdviceResult(
    string Asset,
    string? Missing,
    decimal? Amount = null,
    decimal? CallProbabilityNow = null,
    decimal? CallProbabilityWith = null,
    IReadOnlyList<CalcScenario>? Deciding = null);
