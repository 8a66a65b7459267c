using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Tests.State;

/// <summary>Decisions are never rewritten: each row here was written by a version of the engine, and every later one reads it.</summary>
public sealed class DecisionRecordFormatTests
{
    private const string BeforeRiskStates = """
        {"id":"A|cross|1","accountId":"A","number":1,"at":"2026-05-19T13:00:00Z","cause":"updates","before":{"pool":"cross","status":"healthy"},"after":{"pool":"cross","status":"warned"},
        "events":["warning"],"equity":"250","initial":"344","maintenance":"172","marginRatio":"1.4534","coverageRatio":"0.0193","worstScenario":"crash",
        "portfolio":{"positions":[{"instrument":"BTC-PERP","quantity":"1","entryPrice":"43000","mode":"cross","isolatedMargin":"0"}],"collateral":[{"asset":"USDT","quantity":"250"}]},
        "marks":{"BTC-PERP":"43000"},"parametersVersion":"sample-2026-11","engineVersion":"1.0.0"}
        """;

    [Fact]
    public void A_decision_from_before_risk_states_names_none()
    {
        var decision = JsonSerializer.Deserialize(BeforeRiskStates, EngineJson.Default.DecisionRecord)!;

        Assert.Equal(("A|cross|1", ShardWorkKind.Updates, 250m), (decision.Id, decision.Cause, decision.Equity));
        Assert.Null(decision.RiskVersion);
        Assert.Null(decision.PriceRanges);
        Assert.DoesNotContain("risk", JsonSerializer.Serialize(decision, EngineJson.Default.DecisionRecord), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_decision_with_a_risk_state_names_its_version_and_ranges()
    {
        var row = BeforeRiskStates.TrimEnd()[..^1] + ""","riskVersion":7,"priceRanges":{"BTC-USD":"0.16"}}""";

        var decision = JsonSerializer.Deserialize(row, EngineJson.Default.DecisionRecord)!;

        Assert.Equal((7, 0.16m), (decision.RiskVersion, decision.PriceRanges!["BTC-USD"]));
        Assert.Contains("\"riskVersion\":7,\"priceRanges\":{\"BTC-USD\":\"0.16\"}", JsonSerializer.Serialize(decision, EngineJson.Default.DecisionRecord), StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_says_what_there_was_of_cover_only_where_there_was_any()
    {
        var row = BeforeRiskStates.TrimEnd()[..^1] + ""","cover":[{"source":"reserve","amount":"5"},{"source":"loan","amount":"10"}],"drawn":[{"source":"reserve","amount":"5"}],"loan":"90"}""";

        var decision = JsonSerializer.Deserialize(row, EngineJson.Default.DecisionRecord)!;

        Assert.Equal((2, 5m, 90m), (decision.Cover!.Count, decision.Drawn!.Single().Amount, decision.Loan));
        Assert.EndsWith(row[row.IndexOf("\"cover\"", StringComparison.Ordinal)..], JsonSerializer.Serialize(decision, EngineJson.Default.DecisionRecord), StringComparison.Ordinal);
        var old = JsonSerializer.Deserialize(BeforeRiskStates, EngineJson.Default.DecisionRecord)!;
        Assert.Equal((null, null, null), (old.Cover, old.Drawn, old.Loan));
    }
}
