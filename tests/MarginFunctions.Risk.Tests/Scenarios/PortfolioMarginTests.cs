using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

public sealed class PortfolioMarginTests
{
    private static readonly DateTimeOffset InThirtyDays = Models.Now.AddDays(30);

    private static readonly RiskParameters Market = Models.Parameters(
        [
            Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"),
            Given.Inverse("BTC-COIN", Given.FivePercent, "BTC-USD"),
            Models.Future("BTC-DEC", InThirtyDays),
            Given.Linear("ETH-PERP", Given.FivePercent, "ETH-USD"),
        ],
        [Models.Option("BTC-C", 50_000, OptionType.Call, InThirtyDays), Models.Option("BTC-P", 50_000, OptionType.Put, InThirtyDays)],
        Given.Coin("BTC", "BTC-USD", 100_000, (0, 0.05m)),
        Given.Coin("USDC", "USDC-USD", null, (0, 0.01m)));

    private static readonly MarkSet Marks = Models.Marks(
        Market, ("BTC-PERP", 50_000), ("BTC-COIN", 50_000), ("BTC-DEC", 50_000), ("ETH-PERP", 2_000), ("BTC-USD", 50_000), ("BTC-VOL", 0.6m), ("USDC-USD", 1));

    private static readonly BasisCharge Basis = new(0.12m, 0.01m, Models.Once);

    public static TheoryData<string, PortfolioMarginModel, (string, decimal)[], (string, decimal)[], decimal> Requirements { get; } = new()
    {
        { "nothing needs nothing", Models.Of(), [], [], 0 },
        { "collateral alone needs nothing", Models.Of(collateral: CollateralTreatment.Netted), [], [("BTC", 1)], 0 },
        { "a long perpetual loses the range", Models.Of(), [("BTC-PERP", 2)], [], 16_000 }, // 2·50,000·16 %
        { "a short one as well", Models.Of(), [("BTC-PERP", -2)], [], 16_000 },
        { "an inverse one at the scenario's price loses as a linear one", Models.Of(), [("BTC-COIN", 500)], [], 8_000 }, // 500·100·16 %
        { "a long inverse one in coin loses 1 − 1/0.84 of itself", Models.Of(coin: CoinValuation.CurrentPrice), [("BTC-COIN", 500)], [], 9_523.8095238096m },
        { "long and short on one underlying offset", Models.Of(), [("BTC-PERP", 2), ("BTC-DEC", -2)], [], 0 },
        { "long and short on two do not", Models.Of(), [("BTC-PERP", 2), ("ETH-PERP", -50)], [], 32_000 }, // 16,000 and 16,000
        { "in joint scenarios a quarter of a gain may offset", Models.Of(combination: LossCombination.Joint(0.25m)), [("BTC-PERP", 2), ("ETH-PERP", -50)], [], 12_000 },
        { "a long straddle loses to lower volatility at most", Models.Of(Models.UpAndDown), [("BTC-C", 1), ("BTC-P", 1)], [], 0 },
        { "collateral in coin hedges a short", Models.Of(Models.UpAndDown, collateral: CollateralTreatment.Netted), [("BTC-PERP", -2)], [("BTC", 2)], 0 },
        { "its haircut is given back", Models.Of(Models.UpAndDown, collateral: CollateralTreatment.Netted), [("BTC-PERP", -3)], [("BTC", 2)], 3_000 }, // 8,000 − 100,000·5 %
        { "without netting it hedges nothing", Models.Of(Models.UpAndDown), [("BTC-PERP", -2)], [("BTC", 2)], 16_000 },
        { "beyond the venue's cap neither", Models.Of(Models.UpAndDown, collateral: CollateralTreatment.Netted), [("BTC-PERP", -6)], [("BTC", 20)], 25_894.7368421053m }, // 48,000 − 105,263.16·(16 % + 5 %)
        { "a debit balance is a short position", Models.Of(Models.UpAndDown, collateral: CollateralTreatment.Netted), [("BTC-PERP", 1)], [("BTC", -3)], 16_000 }, // 2·50,000·16 %
        { "expiries apart are charged each", Models.Of(charges: PortfolioCharges.None with { Basis = Basis }), [("BTC-PERP", 2), ("BTC-DEC", -2)], [], 2_000 }, // 100,000·1 % twice: 12 %·30/365 is less
        { "a stablecoin's haircut is part of its depeg", Models.Of(charges: PortfolioCharges.None with { Depegs = [new("USDC", 0.03m, Models.Once)] }), [("BTC-PERP", 1)], [("USDC", 10_000)], 8_200 },
        { "a stablecoin owed may be dearer", Models.Of(charges: PortfolioCharges.None with { Depegs = [new("USDC", 0.03m, Models.Once)] }), [("BTC-PERP", 1)], [("USDC", -10_000)], 8_300 },
        { "a floor is not added", Models.Of(charges: PortfolioCharges.None with { Liquidity = new(0.01m, 0, true, Models.Once) }), [("BTC-PERP", 2)], [], 16_000 },
        { "a floor binds a hedged book", Models.Of(charges: PortfolioCharges.None with { Liquidity = new(0.01m, 0, true, Models.Once) }), [("BTC-PERP", 2), ("BTC-DEC", -2)], [], 2_000 },
        { "a cost is added", Models.Of(charges: PortfolioCharges.None with { Liquidity = new(0.01m, 0, false, Models.Once) }), [("BTC-PERP", 2)], [], 17_000 },
        { "a large position is charged beyond its threshold", Models.Of(charges: PortfolioCharges.None with { Concentration = new(50_000, 0.000001m, 0.1m, Models.Once) }), [("BTC-PERP", 2)], [], 18_500 }, // 50,000·0.05
        { "and at the highest rate in the end", Models.Of(charges: PortfolioCharges.None with { Concentration = new(50_000, 0.000001m, 0.02m, Models.Once) }), [("BTC-PERP", 2)], [], 17_000 }, // 50,000·0.02
        { "a weight takes its part", Models.Of([new("crash", -3, isAbsolute: false, 0, weight: 0.25m)]), [("BTC-PERP", 1)], [], 6_000 }, // 50,000·48 %/4
        { "a dampener takes its amount for each range beyond the first", Models.Of([new("crash", -0.48m, isAbsolute: true, 0, dampener: 5_000)]), [("BTC-PERP", 1)], [], 14_000 }, // 24,000 − 2·5,000
        { "futures may be held to the range", Models.Of([new("crash", -0.48m, isAbsolute: true, 0, limitsFutures: true)]), [("BTC-PERP", 1)], [], 8_000 },
    };

    [Theory]
    [MemberData(nameof(Requirements), DisableDiscoveryEnumeration = true)]
    public void A_requirement_is_its_sum(string sentence, PortfolioMarginModel model, (string, decimal)[] positions, (string, decimal)[] collateral, decimal expected)
    {
        var requirement = Models.Assess(Models.Pool(Market, positions, collateral), Marks, model);

        Assert.True(Math.Abs(requirement.Initial - expected) <= 2e-8m, $"{sentence}: {requirement.Initial}");
        Assert.Equal(requirement.Initial, requirement.Maintenance);
    }
}
