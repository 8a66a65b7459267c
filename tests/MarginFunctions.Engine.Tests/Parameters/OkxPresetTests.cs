using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Parameters;

/// <summary>The example reply of <c>POST /api/v5/account/position-builder</c> in OKX's API guide (reply of 2025-01-15, seen 2026-11-25): short 10 contracts of BTC-USDT-SWAP, long 10 of LTC-USDT-SWAP.</summary>
public sealed class OkxPresetTests
{
    // The reply's MR1 is 12 % and 18 % of the contracts' value; its MR4 and MR7 are of the delta at the index, 0.015 % and 0.0045 % more.
    private const decimal BtcValue = 9_703.42437059999m;
    private const decimal LtcValue = 1_019.48182253999m;

    private static readonly PortfolioRequirement Reply = new Venue(default)
        .Future("BTC-USDT-SWAP", "BTC-USDT", SettlementKind.Linear, 0.01m, -10, BtcValue / 0.1m)
        .Future("LTC-USDT-SWAP", "LTC-USDT", SettlementKind.Linear, 1, 10, LtcValue / 10)
        .Assess(PortfolioMarginPresets.Load("okx-like").With(new Dictionary<string, decimal> { ["LTC-USDT"] = 0.18m }));

    private static readonly UnderlyingRequirement Btc = Reply.Underlyings[0];
    private static readonly UnderlyingRequirement Ltc = Reply.Underlyings[1];

    public static TheoryData<string, double, double, double> Amounts { get; } = new()
    {
        { "mr1 of BTC", 1164.4109244719994, Btc.Loss, 1e-9 },
        { "mr1 of BTC at −12 %", -1164.4109244719994, Btc.Losses[0], 1e-9 },
        { "mr1 of BTC at +8 %", 776.2739496480004, Btc.Losses[15], 1e-9 },
        { "mr1 of BTC at +4 %", 388.1369748240002, Btc.Losses[12], 1e-9 },
        { "mr1 of BTC unchanged", 0, Btc.Losses[9], 1e-9 },
        { "mr2 of BTC", 0, Btc.Losses[21], 1e-9 },
        { "mr6 of BTC, half of 2,328.82 at +24 %", 1164.4109244720003, Btc.Losses[23], 1e-9 },
        { "mr4 of BTC", 19.4098073796, Charge(Btc, "basis between expiries"), 0.003 },
        { "mr7 of BTC", 43.67206660410001, Charge(Btc, "liquidity"), 0.007 },
        { "mr1 of LTC", 183.50672805719995, Ltc.Loss, 1e-9 },
        { "mr1 of LTC at −6 %", 61.168909352399936, Ltc.Losses[6], 1e-9 },
        { "mr6 of LTC, half of 367.01 at −36 %", 183.5067280572, Ltc.Losses[22], 1e-9 },
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public void It_reproduces_the_position_builders_reply(string name, double published, double amount, double tolerance) =>
        Assert.True(Math.Abs(amount - published) <= tolerance, $"{name}: {amount}");

    [Fact]
    public void Maintenance_is_mr1_and_mr4_and_initial_is_thirteen_tenths()
    {
        var btc = new Venue(default).Future("BTC-USDT-SWAP", "BTC-USDT", SettlementKind.Linear, 0.01m, -10, BtcValue / 0.1m).Assess(PortfolioMarginPresets.Load("okx-like"));

        Assert.InRange((double)btc.Maintenance, 1183.8207318516002 - 0.003, 1183.8207318516002 + 0.003);
        Assert.InRange((double)btc.Initial, 1538.9669514070802 - 0.004, 1538.9669514070802 + 0.004);
    }

    /// <summary>The example of "OKEx adjusts scaling-factor logic in Portfolio Margin mode" (in force from 2021-12-24, seen 2026-11-26): a cost of 30,000 counts 10,000 + 20,000·2 and exceeds 40,000 from scenarios.</summary>
    [Fact]
    public void A_cost_of_closing_of_thirty_thousand_counts_fifty_thousand()
    {
        // 0.45 % of long and short together is 30,000, and of a mark of 50,000 they are 133.33 coins; hedged, scenarios lose nothing.
        var hedged = new Venue(default)
            .Future("BTC-USDT-SWAP", "BTC-USDT", SettlementKind.Linear, 1, 200m / 3, 50_000)
            .Future("BTC-USDC-SWAP", "BTC-USDT", SettlementKind.Linear, 1, -200m / 3, 50_000)
            .Assess(PortfolioMarginPresets.Load("okx-like"));

        Assert.Equal(50_000, Charge(hedged.Underlyings[0], "liquidity"), 1e-6);
        Assert.Equal(30_000, hedged.Underlyings[0].Charges.Single(c => c.Name == "liquidity").Cost!.Value, 1e-6);
        Assert.InRange(hedged.Maintenance, 50_000m - 0.000001m, 50_000m + 0.000001m);
    }

    /// <summary>OKX's combination, max(max(MR1, MR2, MR6) + MR3 + MR4 + MR5, MR7), of the same announcement; the form and the figures of MR3 and MR5 are this project's.</summary>
    [Fact]
    public void A_calendar_spread_is_charged_for_its_twist_and_for_its_rates()
    {
        var at = new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
        var requirement = new Venue(at)
            .Call("NEAR", "BTC-USDT", 50_000, at.AddDays(30), -10, 50_000, 0.6m)
            .Call("FAR", "BTC-USDT", 50_000, at.AddDays(120), 10, 50_000, 0.6m)
            .Assess(PortfolioMarginPresets.Load("okx-like"));

        // By hand: vegas of 5,697.55 and 11,269.36; the near ones at 0.06, the smaller side, twice.
        var part = requirement.Underlyings[0];
        Assert.Equal(2 * 10 * 341.8528626599945, Charge(part, "volatility between expiries"), 1e-6);

        // Deltas N(0.3·√T) of 0.534270 and 0.568287: 500,000·0.05·(0.568287·120 − 0.534270·30)/365; the other move makes 1,264.54.
        Assert.Equal(3_573.04, Charge(part, "interest"), 0.005);
        Assert.Equal("all rates, reversed", part.Charges.Single(c => c.Name == "interest").Move);
        Assert.Equal((double)requirement.Maintenance, part.Loss + part.Charges.Where(c => c.Kind == ChargeKind.Added).Sum(c => c.Amount), 1e-6);
    }

    private static double Charge(UnderlyingRequirement part, string name) => part.Charges.Single(c => c.Name == name).Amount;
}
