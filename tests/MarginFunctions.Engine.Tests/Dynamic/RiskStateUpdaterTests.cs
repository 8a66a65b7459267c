using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Dynamic;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Dynamic;

namespace MarginFunctions.Engine.Tests.Dynamic;

public sealed class RiskStateUpdaterTests
{
    private static readonly DateTimeOffset Now = ManualTime.Start;

    [Fact]
    public void The_first_version_has_every_range_at_its_start()
    {
        var update = RiskStateUpdater.Update(latest: null, [At("BTC-USD", 43_000)], Now, Dynamics.Parameters)!;

        Assert.Equal((1, Now, "sample-2026-11b"), (update.Next.Version, update.Next.At, update.Next.ParametersVersion));
        Assert.Equal(new Dictionary<string, decimal> { ["BTC-USD"] = 0.16m, ["ETH-USD"] = 0.18m }, update.Next.ToRiskState().PriceRanges);
        Assert.Equal(["ETH-USD"], update.Missing);
    }

    [Fact]
    public void A_version_counts_only_marks_of_underlyings_and_goes_a_step_at_most()
    {
        var first = RiskStateUpdater.Update(null, [At("BTC-USD", 43_000), At("ETH-USD", 2_300)], Now, Dynamics.Parameters)!.Next;

        var update = RiskStateUpdater.Update(first, [At("BTC-USD", 21_500, 60), At("ETH-USD", 2_300, 60), At("BTC-PERP", 1, 60)], Now.AddSeconds(60), Dynamics.Parameters)!;

        // One minute of 0.01 an hour. ETH stands still, and a quarter of its stress is still more than its start.
        Assert.Equal(new Dictionary<string, decimal> { ["BTC-USD"] = 0.16016666m, ["ETH-USD"] = 0.18016666m }, update.Next.ToRiskState().PriceRanges);
        Assert.Equal(2, update.Next.Version);
        Assert.Empty(update.Missing);
    }

    [Fact]
    public void Nothing_is_published_without_a_policy_or_before_time_has_passed()
    {
        var first = RiskStateUpdater.Update(null, [], Now, Dynamics.Parameters)!.Next;

        Assert.Null(RiskStateUpdater.Update(null, [], Now, Given.Sample));
        Assert.Null(RiskStateUpdater.Update(first, [], Now, Dynamics.Parameters));
        Assert.Null(RiskStateUpdater.Update(first, [], Now.AddSeconds(-1), Dynamics.Parameters));
    }

    [Fact]
    public void The_same_marks_in_another_order_make_the_same_row_to_the_byte()
    {
        var state = RiskStateUpdater.Update(null, [At("BTC-USD", 43_000), At("ETH-USD", 2_300)], Now, Dynamics.Parameters)!.Next;
        Mark[] marks = [At("BTC-USD", 42_000, 60), At("ETH-USD", 2_200, 60)];

        Assert.Equal(
            Text(RiskStateUpdater.Update(state, marks, Now.AddSeconds(60), Dynamics.Parameters)!.Next),
            Text(RiskStateUpdater.Update(state, marks.Reverse(), Now.AddSeconds(60), Dynamics.Parameters)!.Next));
    }

    [Fact]
    public void A_stored_row_is_readable_text_and_this_one_stays_readable()
    {
        const string Row = """
            {"version":7,"at":"2026-05-19T13:00:30Z","parametersVersion":"sample-2026-11b","underlyings":[{"underlying":"BTC-USD","range":"0.16","variance":0.36,"mark":"43120.5","markAt":"2026-05-19T13:00:29.5Z","shock":-0.01,"covariances":{}},{"underlying":"ETH-USD","range":"0.18","variance":0.5,"shock":0,"covariances":{"BTC-USD":0.25}}]}
            """;

        var state = JsonSerializer.Deserialize(Row, EngineJson.Default.RiskStateRecord)!;

        Assert.Equal(Row, Text(state));
        Assert.Equal(0.5892556509887895, new DynamicRisk(state.At, state.Underlyings).Correlation("BTC-USD", "ETH-USD"), 1e-15); // 0.25/√(0.36·0.5)
    }

    [Fact]
    public void New_parameters_go_on_from_the_old_state()
    {
        var first = RiskStateUpdater.Update(null, [], Now, Dynamics.Parameters)!.Next;
        var other = Dynamics.With(section => section["underlyings"]![0]!["underlying"] = "SOL-USD");

        var next = RiskStateUpdater.Update(first, [], Now.AddMinutes(1), other)!.Next;

        Assert.Equal(["BTC-USD", "SOL-USD"], next.ToRiskState().PriceRanges.Keys);
        Assert.Equal(first.Underlyings[0].Range, next.Underlyings[0].Range);
    }

    private static string Text(RiskStateRecord state) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(state, EngineJson.Default.RiskStateRecord));

    private static Mark At(string symbol, decimal price, int seconds = 0) => new(symbol, price, Now.AddSeconds(seconds), "test");
}
