using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Parameters;

/// <summary>The example reply of <c>private/pme/simulate</c> in Deribit's API reference, version 2.1.1 (docs.deribit.com, seen 2026-11-25): a BTC account, its timestamp 1718619740501.</summary>
public sealed class DeribitPresetTests
{
    private const decimal Index = 65_666.19m;

    private static readonly PortfolioRequirement Reply = new Venue(DateTimeOffset.FromUnixTimeMilliseconds(1718619740501))
        .Future("BTC-PERPETUAL", "BTC-USD", SettlementKind.Inverse, 1, 0.314538364m * Index, Index)
        .Future("BTC-28JUN24", "BTC-USD", SettlementKind.Inverse, 1, -0.001187534m * Index, Index, new DateTimeOffset(2024, 6, 28, 8, 0, 0, TimeSpan.Zero))
        .Assess(PortfolioMarginPresets.Load("deribit-like"));

    private static readonly UnderlyingRequirement Bitcoin = Assert.Single(Reply.Underlyings);

    public static TheoryData<string, double, double, double> Amounts { get; } = new()
    {
        { "worst case", 0.05968587238095239, Bitcoin.Loss, 1e-15 },
        { "the perpetual's part", 0.05991206933333334, Bitcoin.Parts[0].Loss, 1e-15 },
        { "the June future's part", -0.0002261969523809524, Bitcoin.Parts[1].Loss, 1e-15 },
        { "roll shock", 0.00315725898, Bitcoin.Charges.Single().Amount, 1e-15 },
        { "risk matrix margin", 0.06284313098, (double)Reply.Initial, 5e-10 }, // of a worst case rounded to nine places
        { "maintenance margin", 0.050274504784, (double)Reply.Maintenance, 5e-10 }, // 0.8 · 0.06284313098
        { "bucket 2", 0.04272965863636364, Bitcoin.Losses[3], 1e-15 },
        { "bucket 3", 0.02724789826086957, Bitcoin.Losses[6], 1e-15 },
        { "bucket 4", 0.013056284583333334, Bitcoin.Losses[9], 1e-15 },
        { "bucket 5", 0, Bitcoin.Losses[12], 1e-15 },
        { "the first of the extended table, after the dampener", 0, Bitcoin.Losses[27], 1e-15 },
        { "the last of the extended table, after the dampener", 0, Bitcoin.Losses[34], 1e-15 },
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public void It_reproduces_the_simulated_reply(string name, double coins, double amount, double tolerance) =>
        Assert.True(Math.Abs(amount / (double)Index - coins) <= tolerance, $"{name}: {amount / (double)Index}");

    [Fact]
    public void Its_worst_scenario_is_the_first_bucket() => Assert.Equal("price -4/4 of the range, volatility up", Bitcoin.Scenario);

    [Fact]
    public void Across_currencies_the_loss_is_in_account_currency_and_collateral_offsets_it()
    {
        // 1 BTC in futures loses 16 %; 1 BTC as collateral gains it when the futures are short.
        var model = PortfolioMarginPresets.Load("deribit-cross-like");
        var bare = new Venue(default).Future("BTC-PERPETUAL", "BTC-USD", SettlementKind.Inverse, 1, -Index, Index).Assess(model);
        var hedged = new Venue(default).Future("BTC-PERPETUAL", "BTC-USD", SettlementKind.Inverse, 1, -Index, Index).Coin("BTC", "BTC-USD", 1, Index).Assess(model);

        Assert.Equal(0.17m * Index, bare.Initial, 6); // 16 % and 1 % of basis
        Assert.Equal(0.01m * Index, hedged.Initial, 6);
    }
}
