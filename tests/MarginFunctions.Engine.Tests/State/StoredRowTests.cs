using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.State;

/// <summary>Rows that earlier versions stored stay readable.</summary>
public sealed class StoredRowTests
{
    private const string AccountOf20261120 = """
        {"accountId":"A-1","holdings":{"positions":[{"position":{"instrument":"BTC-PERP","quantity":"1","entryPrice":"60000","mode":"cross","isolatedMargin":"0"},"sequence":3}],
         "collateral":[],"floor":2,"lastSequence":3},"pools":[{"pool":"cross","status":"warned"}],"decisionCount":1,
         "assessments":[{"pool":"cross","equity":"1","initial":"2","maintenance":"1"}],"assessedAt":"2026-11-20T12:00:00Z"}
        """;

    [Fact]
    public void An_account_of_before_there_were_modes_is_a_standard_one()
    {
        var state = JsonSerializer.Deserialize(AccountOf20261120, EngineJson.Default.AccountState)!;
        Assert.Equal((AccountMode.Standard, 0L, MarginStatus.Warned, 3L), (state.Holdings.Mode, state.Holdings.ModeSequence, state.Status, state.Holdings.LastSequence));
        Assert.Equal(AccountMode.Standard, state.Holdings.Portfolio.Mode);
    }

    [Fact]
    public void An_account_of_before_there_were_jobs_has_none_and_jobs_come_back_as_they_were_stored()
    {
        var old = JsonSerializer.Deserialize(AccountOf20261120, EngineJson.Default.AccountState)!;
        Assert.Equal((null, null, null), (old.Jobs, old.Questions, old.FundAnswers));

        const string row = """
            [{"jobId":"A-1|cross|3","pool":"cross","scope":"reduce","issuedAt":"2026-11-26T00:00:00Z","expiresAt":"2026-11-26T00:01:00Z","equity":"2900","orders":[
             {"instrument":"BTC-PERP","held":"10","reduceTo":"8.152","notional":"79464","bankruptcy":"42710","filled":"1","price":"42990","fee":"64.485","fundFee":"42.99","covered":"0"}],"endedAt":"2026-11-26T00:01:00Z"}]
            """;
        var jobs = JsonSerializer.Deserialize(row, EngineJson.Default.IReadOnlyListIssuedJob)!;
        var order = Assert.Single(Assert.Single(jobs).Orders);
        Assert.Equal((1.848m, false), (order.Quantity, jobs[0].IsOpen));
        Assert.Equal(row.ReplaceLineEndings("").Replace(" {", "{", StringComparison.Ordinal), JsonSerializer.Serialize(jobs, EngineJson.Default.IReadOnlyListIssuedJob));
    }

    [Fact]
    public void A_mode_comes_back_as_it_was_stored()
    {
        var update = Given.Update("A-1", 7, []) with { AccountMode = AccountMode.Portfolio };
        var state = AccountState.New("A-1") with { Holdings = Holdings.None.Apply(update, out _) };
        var back = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, EngineJson.Default.AccountState), EngineJson.Default.AccountState)!;
        Assert.Equal((AccountMode.Portfolio, 7L), (back.Holdings.Mode, back.Holdings.ModeSequence));
    }

    [Fact]
    public void A_call_of_before_there_were_reminders_has_told_none_and_its_liquidation_ends_at_the_restore_level()
    {
        const string row = """
            {"accountId":"A-1","holdings":{"positions":[],"collateral":[{"holding":{"asset":"USDT","quantity":"5"},"sequence":3}],"floor":2,"lastSequence":3,"mode":"standard","modeSequence":0},
             "pools":[{"pool":"cross","status":"called","call":{"id":"A-1|cross|1","amount":"5","calledAt":"2026-11-20T12:00:00Z","deadline":"2026-11-20T13:00:00Z"}},
                      {"pool":"BTC-PERP","status":"liquidating","jobId":"A-1|BTC-PERP|2"}],
             "decisionCount":2,"assessments":[],"assessedAt":"2026-11-20T12:00:00Z"}
            """;

        var state = JsonSerializer.Deserialize(row, EngineJson.Default.AccountState)!;

        Assert.Equal((0, false, null, 0L), (state.Pools[0].Call!.Reminders, state.Pools[1].HasExpired, state.Ledger, state.Holdings.LedgerThrough("USDT")));
        Assert.Null(state.Holdings.Cover);

        // Nor is anything of it written before there is something to say.
        var again = JsonSerializer.Serialize(state, EngineJson.Default.AccountState);
        Assert.DoesNotContain("reminders", again, StringComparison.Ordinal);
        Assert.DoesNotContain("hasExpired", again, StringComparison.Ordinal);
        Assert.DoesNotContain("edger", again, StringComparison.Ordinal);
    }

    [Fact]
    public void Cover_and_a_ledger_come_back_as_they_were_stored()
    {
        const string row = """
            {"accountId":"A-1","holdings":{"positions":[],"collateral":[{"holding":{"asset":"USDT","quantity":"5"},"sequence":3,"ledgerThrough":2}],"floor":2,"lastSequence":4,"mode":"standard","modeSequence":0,
             "cover":{"facts":{"reserve":"100","reserveMinimum":"10","creditLine":"500"},"sequence":4,"ledgerThrough":1},"floorLedgerThrough":1},"pools":[],"decisionCount":1,"assessments":[],
             "assessedAt":"2026-11-20T12:00:00Z","ledger":{"count":3,"pending":[{"number":2,"kind":"reserveTransfer","amount":"15","at":"2026-11-20T12:00:00Z","reference":"A-1|cross|1"},
             {"number":3,"kind":"loanDraw","amount":"7.5","at":"2026-11-20T12:00:00Z","reference":"A-1|cross|1"}],"loan":"7.5","interestThrough":"2026-11-20T12:00:00Z","answers":[]}}
            """;

        var state = JsonSerializer.Deserialize(row, EngineJson.Default.AccountState)!;

        Assert.Equal((12.5m, 7.5m, 15m), (state.Cash("USDT"), state.Ledger!.Loan, state.Ledger.ReserveTransfersAbove(state.Holdings.Cover!.LedgerThrough)));
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(row)!.ToJsonString(), JsonSerializer.Serialize(state, EngineJson.Default.AccountState));
    }
}
