using System.Text.Json.Serialization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;

namespace MarginFunctions.Local.Replay;

/// <summary>What a replay found.</summary>
/// <param name="Prices">The history's file name.</param>
/// <param name="ParametersVersion">The risk parameters.</param>
/// <param name="Accounts">How many accounts the book has.</param>
/// <param name="Seed">What it was made from.</param>
/// <param name="Ticks">How many moments were replayed.</param>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="AccountsWarned">Accounts with at least one pool warned.</param>
/// <param name="AccountsCalled">Accounts with at least one pool called.</param>
/// <param name="AccountsLiquidated">Accounts with at least one pool liquidated.</param>
/// <param name="AccountsInBadDebt">Accounts with at least one pool that ended in bad debt.</param>
/// <param name="Events">Messages to customers, by kind.</param>
/// <param name="Outcome">How shortfalls ended.</param>
/// <param name="Fund">The insurance fund at the end; null where the parameters have none.</param>
/// <param name="Conservation">The sum of all books, by asset, before and after.</param>
/// <param name="Fills">Trades of the simulated venue; an order may take several.</param>
/// <param name="AccountAssessments">How often an account was assessed, sweeps included.</param>
/// <param name="MissedCrossings">Status changes that sweeps found with every mark inside its band. Must be 0.</param>
/// <param name="Statuses">Accounts by status at the end.</param>
/// <param name="Marks">Marks at the end.</param>
/// <param name="Pools">Every pool at the end.</param>
internal sealed record ReplaySummary(
    string Prices,
    string ParametersVersion,
    int Accounts,
    int Seed,
    int Ticks,
    DateTimeOffset From,
    DateTimeOffset To,
    int AccountsWarned,
    int AccountsCalled,
    int AccountsLiquidated,
    int AccountsInBadDebt,
    IReadOnlyDictionary<string, int> Events,
    ReplayOutcome Outcome,
    ReplayFund? Fund,
    IReadOnlyList<AssetTotal> Conservation,
    int Fills,
    int AccountAssessments,
    int MissedCrossings,
    IReadOnlyDictionary<string, int> Statuses,
    IReadOnlyDictionary<string, decimal> Marks,
    IReadOnlyList<ReplayPool> Pools)
{
    /// <summary>Whether nothing was made out of nothing, and nothing lost.</summary>
    [JsonIgnore]
    public bool IsConserved => Conservation.All(total => total.Difference == 0);
}

/// <summary>One pool at the end of a replay.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">The pool's key.</param>
/// <param name="Status">Its status as the engine stored it.</param>
/// <param name="Equity">Equity at the last marks, of the holdings as the engine stored them.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
internal sealed record ReplayPool(string AccountId, string Pool, MarginStatus Status, decimal Equity, decimal Initial, decimal Maintenance);

/// <summary>How summaries are written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(DecimalStringConverter), typeof(UtcTimeConverter), typeof(CamelCaseEnum<MarginStatus>)])]
[JsonSerializable(typeof(ReplaySummary))]
internal sealed partial class ReplayJson : JsonSerializerContext;
