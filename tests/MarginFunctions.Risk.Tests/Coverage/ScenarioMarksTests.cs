using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Coverage;

public sealed class ScenarioMarksTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), Given.Linear("SOL-PERP", Given.FivePercent, "SOL-USD")],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0)), Given.Coin("WBTC", "BTC-PERP", null, (0, 0))]);

    [Fact]
    public void A_contract_and_a_coin_follow_the_underlying()
    {
        var pool = Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 100)], ("BTC", 1), ("WBTC", 1));
        var shocked = Create(pool, ("BTC-PERP", 101), ("BTC-USD", 100), Histories.Factors(("BTC-USD", [0.5m])));
        Assert.Equal((50.5m, 50m), (shocked[0].Find(Parameters.FindSymbol("BTC-PERP")!.Value), shocked[0].Find(Parameters.FindSymbol("BTC-USD")!.Value)));
    }

    [Fact]
    public void A_contract_follows_itself_when_only_its_own_moves_are_known()
    {
        var shocked = Create(Given.CrossPool(Parameters, [Given.Position("BTC-PERP", 1, 100)]), ("BTC-PERP", 100), ("BTC-USD", 1), Histories.Factors(("BTC-PERP", [0.5m])));
        Assert.Equal(50, shocked[0].Find(Parameters.FindSymbol("BTC-PERP")!.Value));
    }

    [Theory]
    [InlineData("no moves of what a position follows", "SOL-PERP", "SOL-USD")]
    [InlineData("no mark", "BTC-PERP", "BTC-PERP")]
    public void What_is_missing_is_named(string what, string instrument, string missing)
    {
        var pool = Given.CrossPool(Parameters, [Given.Position(instrument, 1, 100)]);
        var marks = new ScenarioMarks(Given.Marks(Parameters, ("SOL-PERP", 1)), Histories.Factors(("BTC-USD", [0.5m])));
        Assert.True(!marks.Cover(pool, out var named) && named == missing, $"{what}: {named}");
    }

    private static ScenarioMarks Create(ResolvedPool pool, (string, decimal) one, (string, decimal) other, JointScenarios scenarios)
    {
        var marks = new ScenarioMarks(Given.Marks(Parameters, one, other), scenarios);
        Assert.True(marks.Cover(pool, out var missing), missing);
        return marks;
    }
}
