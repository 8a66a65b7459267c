using System.Text.Json.Serialization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Backtesting;

namespace MarginFunctions.Local.Backtest;

/// <summary>What a backtest found. Amounts are in account currency.</summary>
/// <param name="Prices">The history's file name.</param>
/// <param name="ParametersVersion">The risk parameters.</param>
/// <param name="Currency">The account currency.</param>
/// <param name="Level">The level that requirements are held against.</param>
/// <param name="Horizon">Over how long a loss is measured.</param>
/// <param name="Window">The most past returns that a historical measure saw.</param>
/// <param name="WarmUp">The fewest.</param>
/// <param name="Notional">What the made-up positions are worth.</param>
/// <param name="Observations">How many requirements were held against a loss.</param>
/// <param name="From">When the first was set.</param>
/// <param name="To">When the last loss had happened.</param>
/// <param name="ExpectedBreaches">Of a model that covers the level exactly.</param>
/// <param name="YellowFrom">The fewest breaches that are yellow.</param>
/// <param name="RedFrom">The fewest that are red.</param>
/// <param name="RangesAreStated">Whether dynamic ranges are those of the parameters; otherwise they are made from the parameters' volatilities.</param>
/// <param name="Models">What was rolled.</param>
/// <param name="Subjects">Through what.</param>
internal sealed record BacktestReport(
    string Prices,
    string ParametersVersion,
    string Currency,
    decimal Level,
    TimeSpan Horizon,
    int Window,
    int WarmUp,
    decimal Notional,
    int Observations,
    DateTimeOffset From,
    DateTimeOffset To,
    decimal ExpectedBreaches,
    int YellowFrom,
    int RedFrom,
    bool RangesAreStated,
    IReadOnlyList<ReportedModel> Models,
    IReadOnlyList<ReportedSubject> Subjects);

/// <summary>A model.</summary>
/// <param name="Key">Its name here.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">What it is.</param>
internal sealed record ReportedModel(string Key, string Name, string Description);

/// <summary>A subject.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Positions">Its positions at the first observation.</param>
/// <param name="Results">In the order of the models.</param>
internal sealed record ReportedSubject(string Name, SubjectKind Kind, IReadOnlyList<ReportedPosition> Positions, IReadOnlyList<ReportedResult> Results);

/// <summary>A position.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="PricedBy">The symbol of the history.</param>
/// <param name="Notional">Its size at the first observation, negative when short.</param>
internal sealed record ReportedPosition(string Instrument, string PricedBy, decimal Notional);

/// <summary>How a model did for a subject.</summary>
/// <param name="Model">The model's key.</param>
/// <param name="Breaches">Losses above the requirement.</param>
/// <param name="Zone">What the number says.</param>
/// <param name="CumulativeProbability">Of at most as many breaches, if the model covers the level exactly.</param>
/// <param name="Kupiec">Is the number right?</param>
/// <param name="Independence">Do breaches come alone?</param>
/// <param name="ConditionalCoverage">Both.</param>
/// <param name="AverageRate">The mean of requirement over size.</param>
/// <param name="PeakToTrough">Largest over smallest rate; null when the smallest is 0.</param>
/// <param name="Increases">Largest rises of the rate.</param>
/// <param name="WorstUncovered">The most that a loss exceeded its requirement by; 0 without a breach.</param>
/// <param name="BreachList">Every breach.</param>
internal sealed record ReportedResult(
    string Model,
    int Breaches,
    TrafficLightZone Zone,
    decimal CumulativeProbability,
    ReportedTest Kupiec,
    ReportedTest Independence,
    ReportedTest ConditionalCoverage,
    decimal AverageRate,
    decimal? PeakToTrough,
    IReadOnlyList<ReportedIncrease> Increases,
    decimal WorstUncovered,
    IReadOnlyList<ReportedBreach> BreachList);

/// <summary>A likelihood-ratio test.</summary>
/// <param name="Statistic">The ratio.</param>
/// <param name="PValue">The probability of one at least as large, if the tested model is right.</param>
internal sealed record ReportedTest(decimal Statistic, decimal PValue)
{
    public static ReportedTest Of(LikelihoodRatio test) => new(Rounded(test.Statistic), Rounded(test.PValue));

    /// <summary>Statistics are read, not owed: eight places, to the nearest.</summary>
    public static decimal Rounded(double value) => decimal.Round((decimal)value, 8);
}

/// <summary>A rise of a rate.</summary>
/// <param name="Steps">Within how many horizons.</param>
/// <param name="Increase">By how much of the size.</param>
internal sealed record ReportedIncrease(int Steps, decimal Increase);

/// <summary>A breach.</summary>
/// <param name="At">When the requirement was set; the loss had happened one horizon later.</param>
/// <param name="Requirement">The requirement.</param>
/// <param name="Loss">The loss.</param>
internal sealed record ReportedBreach(DateTimeOffset At, decimal Requirement, decimal Loss);

/// <summary>How reports are written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(DecimalStringConverter), typeof(UtcTimeConverter), typeof(CamelCaseEnum<SubjectKind>), typeof(CamelCaseEnum<TrafficLightZone>)])]
[JsonSerializable(typeof(BacktestReport))]
internal sealed partial class BacktestJson : JsonSerializerContext;
