using System.Text.Json.Serialization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Local.Calc;

/// <summary>What <c>calc</c> answers. Amounts are in account currency.</summary>
/// <param name="ParametersVersion">The parameters used.</param>
/// <param name="Currency">The account currency.</param>
/// <param name="Accounts">In the document's order.</param>
/// <param name="Risk">What the pools' risk was asked for; null when it was not.</param>
internal sealed record CalcResult(string ParametersVersion, string Currency, IReadOnlyList<CalcAccountResult> Accounts, CalcRiskSettings? Risk = null);

/// <summary>One account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Pools">The cross pool, then isolated positions.</param>
internal sealed record CalcAccountResult(string AccountId, IReadOnlyList<CalcPoolResult> Pools);

/// <summary>One pool; without figures when something is missing.</summary>
/// <param name="Pool">The pool's key.</param>
/// <param name="Missing">The symbol without a mark; null when the pool was assessed.</param>
/// <param name="Status">The status of a pool with these figures and no past.</param>
/// <param name="Equity">Equity.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
/// <param name="MarginRatio">Equity over maintenance; null without a requirement.</param>
/// <param name="CollateralValue">Collateral after haircuts and caps.</param>
/// <param name="CoverageRatio">Collateral over the loss of the worst stress scenario; null when none loses.</param>
/// <param name="WorstScenario">That scenario.</param>
/// <param name="WorstLoss">That loss.</param>
/// <param name="Shortfall">What is missing to maintenance.</param>
/// <param name="Deficit">What is missing to initial margin.</param>
/// <param name="Positions">Each perpetual's and future's part.</param>
/// <param name="Options">Each option's part; null when there is none.</param>
/// <param name="PortfolioMargin">In portfolio mode, what the requirement is made of; null in standard mode.</param>
/// <param name="Scenarios">The loss of every scenario, in the model's order; null when they were not asked for or in standard mode.</param>
/// <param name="Risk">Value at risk, expected shortfall and advice; null when they were not asked for.</param>
internal sealed record CalcPoolResult(
    string Pool,
    string? Missing,
    MarginStatus? Status = null,
    decimal? Equity = null,
    decimal? Initial = null,
    decimal? Maintenance = null,
    decimal? MarginRatio = null,
    decimal? CollateralValue = null,
    decimal? CoverageRatio = null,
    string? WorstScenario = null,
    decimal? WorstLoss = null,
    decimal? Shortfall = null,
    decimal? Deficit = null,
    IReadOnlyList<CalcPositionResult>? Positions = null,
    IReadOnlyList<CalcOptionResult>? Options = null,
    PortfolioRequirement? PortfolioMargin = null,
    IReadOnlyList<CalcScenarioRow>? Scenarios = null,
    CalcRiskResult? Risk = null);

/// <summary>One scenario of the portfolio-margin model.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Losses">By underlying, the loss that counts, in account currency; negative for a gain.</param>
internal sealed record CalcScenarioRow(string Scenario, IReadOnlyDictionary<string, double> Losses);

/// <summary>One position.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Contracts, signed.</param>
/// <param name="Mark">The mark.</param>
/// <param name="Notional">Size in account currency.</param>
/// <param name="Profit">Profit in account currency.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
/// <param name="LiquidationPrice">Where the pool's equity equals its maintenance margin; null when no price does it.</param>
/// <param name="BankruptcyPrice">Where the pool's equity is zero; null when no price does it.</param>
internal sealed record CalcPositionResult(
    string Instrument,
    decimal Quantity,
    decimal Mark,
    decimal Notional,
    decimal Profit,
    decimal Initial,
    decimal Maintenance,
    decimal? LiquidationPrice,
    decimal? BankruptcyPrice);

/// <summary>One option position. Sensitivities are the position's, in account currency, and only for show.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Contracts, signed.</param>
/// <param name="Forward">The forward's mark.</param>
/// <param name="Volatility">The volatility's mark.</param>
/// <param name="Price">What one coin's option is worth.</param>
/// <param name="Value">What the position is worth; negative when short.</param>
/// <param name="Initial">Standard initial margin.</param>
/// <param name="Maintenance">Standard maintenance margin.</param>
/// <param name="Delta">Change of value per unit of the forward: coins.</param>
/// <param name="Gamma">Change of delta per unit of the forward.</param>
/// <param name="Vega">Change of value per unit of volatility: 1 is 100 percentage points.</param>
/// <param name="Theta">Change of value per year that passes.</param>
internal sealed record CalcOptionResult(
    string Instrument,
    decimal Quantity,
    decimal Forward,
    decimal Volatility,
    decimal Price,
    decimal Value,
    decimal Initial,
    decimal Maintenance,
    double Delta,
    double Gamma,
    double Vega,
    double Theta);

/// <summary>How results are written: as the engine writes messages, indented for people.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(DecimalStringConverter), typeof(UtcTimeConverter), typeof(CamelCaseEnum<MarginStatus>), typeof(CamelCaseEnum<RiskModel>), typeof(CamelCaseEnum<ReturnSampling>),
        typeof(CamelCaseEnum<ChargeKind>),
    ])]
[JsonSerializable(typeof(CalcResult))]
internal sealed partial class CalcJson : JsonSerializerContext;
