using System.Text.Json.Serialization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Local.Replay;

namespace MarginFunctions.Local.Cascade;

/// <summary>A crash with the slice cap of the parameters and without, beside each other.</summary>
/// <param name="Prices">The path: a file's name, or <c>embedded</c>.</param>
/// <param name="ParametersVersion">The risk parameters.</param>
/// <param name="Currency">The account currency.</param>
/// <param name="From">The first tick.</param>
/// <param name="To">The last.</param>
/// <param name="Ticks">How many.</param>
/// <param name="Accounts">How many accounts the sample book has.</param>
/// <param name="Seed">What it was made from.</param>
/// <param name="Depth">What a market takes in a minute, in account currency.</param>
/// <param name="Impact">What that moves a price by.</param>
/// <param name="Remains">What is left of a move after a minute.</param>
/// <param name="Capped">With the cap.</param>
/// <param name="Uncapped">Without.</param>
internal sealed record CascadeReport(
    string Prices,
    string ParametersVersion,
    string Currency,
    DateTimeOffset From,
    DateTimeOffset To,
    int Ticks,
    int Accounts,
    int Seed,
    decimal Depth,
    decimal Impact,
    decimal Remains,
    CascadeSide Capped,
    CascadeSide Uncapped);

/// <summary>One run.</summary>
/// <param name="Called">Accounts that were called.</param>
/// <param name="Liquidated">Accounts that were liquidated.</param>
/// <param name="BadDebts">Accounts that ended in bad debt.</param>
/// <param name="PeakClosed">The most that was closed in one minute, in account currency.</param>
/// <param name="Outcome">How shortfalls ended.</param>
/// <param name="Lowest">Lowest prices, by underlying in ordinal order.</param>
/// <param name="Peaks">What was closed most in a minute, by instrument in ordinal order.</param>
internal sealed record CascadeSide(
    int Called, int Liquidated, int BadDebts, decimal PeakClosed, ReplayOutcome Outcome, IReadOnlyList<LowestPrice> Lowest, IReadOnlyList<PeakMinute> Peaks);

/// <summary>How low a price went.</summary>
/// <param name="Underlying">Whose.</param>
/// <param name="Path">The path's lowest.</param>
/// <param name="Mark">The lowest that the engine was told.</param>
/// <param name="FurthestBelow">The furthest that a mark was below the path of its moment, as a fraction; 0 when it never was.</param>
internal sealed record LowestPrice(string Underlying, decimal Path, decimal Mark, decimal FurthestBelow);

/// <summary>The busiest minute of an instrument.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Contracts">What liquidations closed in it.</param>
/// <param name="Cap">The most that they may order in a minute; null for no end.</param>
internal sealed record PeakMinute(string Instrument, decimal Contracts, decimal? Cap);

/// <summary>How reports are written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(DecimalStringConverter), typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(CascadeReport))]
internal sealed partial class CascadeJson : JsonSerializerContext;
