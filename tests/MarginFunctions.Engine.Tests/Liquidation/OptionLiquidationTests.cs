using System.Text.Json.Nodes;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Liquidation;

public sealed class OptionLiquidationTests : LiquidationScenario
{
    private const string Call = "BTC-29MAR30-50000-C";

    private static readonly RiskParameters Parameters = Given.WithLiquidation(change: d => d["optionSeries"] = new JsonArray(JsonNode.Parse("""
        {"series":"BTC-29MAR30","settlement":"linear","underlying":"BTC-USD","settlementAsset":"USDT","contractSize":"1","expiry":"2030-03-29T08:00:00Z","strikes":["50000"],
         "forward":"BTC-29MAR30","volatility":"BTC-29MAR30-IV"}
        """)));

    public OptionLiquidationTests()
        : base(Parameters)
    {
        Cluster.Mark("BTC-29MAR30", 43_000);
        Cluster.Mark("BTC-29MAR30-IV", 0.6m);
    }

    [Fact]
    public async Task A_short_option_is_bought_back_in_part_with_a_limit_above_its_price_and_a_fee_on_its_underlying()
    {
        var broker = Broker().Has(Given.Cross(Call, -2, 18_000)).Has("USDT", 0);
        await Apply(broker.Has("USDT", 100_000).Whole());
        var pool = Cluster.Account("A").Assessments[0];
        var (value, maintenance) = (100_000 - pool.Equity!.Value, pool.Maintenance!.Value);

        // All but a tenth of the maintenance margin is taken out.
        await Apply(broker.Has("USDT", value + 0.9m * maintenance).Whole());

        var job = Assert.Single(Cluster.Jobs());
        var order = Assert.Single(job.Orders);
        Assert.Equal((Call, "buy", LiquidationJob.Reduce), (order.Instrument, order.Side, job.Scope));
        var price = value / 2;
        Assert.True(order.LimitPrice > price, $"{order.LimitPrice} against {price}");
        await Apply(broker.Fill(job, Call, order.Quantity, decimal.Round(price, 8)));

        Assert.Equal(-0.0015m * 43_000 * order.Quantity, Entries(AccountEntryKind.LiquidationFee).Single());
        Assert.NotEqual(MarginStatus.Liquidating, Status());
        CheckDecisions();
    }
}
