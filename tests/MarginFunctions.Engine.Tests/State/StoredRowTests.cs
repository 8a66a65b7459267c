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
    public void A_mode_comes_back_as_it_was_stored()
    {
        var update = Given.Update("A-1", 7, []) with { AccountMode = AccountMode.Portfolio };
        var state = AccountState.New("A-1") with { Holdings = Holdings.None.Apply(update, out _) };
        var back = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, EngineJson.Default.AccountState), EngineJson.Default.AccountState)!;
        Assert.Equal((AccountMode.Portfolio, 7L), (back.Holdings.Mode, back.Holdings.ModeSequence));
    }
}
