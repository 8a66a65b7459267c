using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Parameters;

public sealed class RiskParametersTests
{
    private static readonly RiskParameters Parameters = Given.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), Given.Inverse("BTCUSD", Given.FivePercent, "BTC-USD")],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.1m)), Given.Coin("SOL", "SOL-USD", null, (0, 0.1m))]);

    [Fact]
    public void Every_name_that_has_a_mark_has_one_index_in_ordinal_order()
    {
        Assert.Equal(["BTC-PERP", "BTC-USD", "BTCUSD", "SOL-USD"], Parameters.Symbols);
        Assert.Equal(2, Parameters.FindSymbol("BTCUSD"));
        Assert.Null(Parameters.FindSymbol("btcusd"));
    }

    [Fact]
    public void Instruments_and_assets_are_found_by_exact_name()
    {
        Assert.Equal("BTCUSD", Parameters.FindInstrument("BTCUSD")!.Symbol);
        Assert.Equal("SOL-USD", Parameters.FindCollateral("SOL")!.PriceSymbol);
        Assert.Null(Parameters.FindInstrument("BTC-USD"));
        Assert.Null(Parameters.FindCollateral("sol"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(48, false)]
    [InlineData(64, true)]
    [InlineData(1_024, true)]
    [InlineData(2_048, false)]
    public void The_shard_count_is_a_power_of_two_up_to_1024(int count, bool accepted)
    {
        var error = Record.Exception(() => new RiskParameters("v1", "USDT", count, TimeSpan.FromMinutes(1), MarginLevels.Default, [], [], []));
        Assert.Equal(accepted, error is null);
        Assert.True(accepted || error!.Message.StartsWith($"Shard count {count} is not a power of two from 1 to 1,024.", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_of_a_name_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Given.Parameters([Given.Linear("X", Given.FivePercent), Given.Inverse("X", Given.FivePercent)], []));
        Assert.Throws<ArgumentException>(() => Given.Parameters([], [Given.Usdt, Given.Usdt]));
    }

    [Fact]
    public void Default_levels_and_their_releases()
    {
        var levels = MarginLevels.Default;
        Assert.Equal((1.5m, 1.2m, 1.0m, 0.05m, TimeSpan.FromHours(1)), (levels.Warning, levels.Call, levels.Liquidation, levels.Hysteresis, levels.CallDeadline));
        Assert.Equal((1.55m, 1.25m), (levels.WarningRelease, levels.CallRelease));
    }
}
