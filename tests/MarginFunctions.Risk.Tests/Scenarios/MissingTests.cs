using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

public sealed class MissingTests
{
    private static readonly RiskParameters Market = Models.Parameters(
        [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), Models.Future("BTC-DEC", Models.Now.AddDays(30))],
        [Models.Option("BTC-C", 50_000, OptionType.Call, Models.Now.AddDays(30))],
        Given.Coin("BTC", "BTC-USD", null, (0, 0.05m)),
        Given.Coin("USDC", "USDC-USD", null, (0, 0)));

    private static readonly (string Symbol, decimal Price)[] All = [("BTC-PERP", 50_000), ("BTC-DEC", 50_000), ("BTC-USD", 50_000), ("BTC-VOL", 0.6m), ("USDC-USD", 1)];

    private static readonly PortfolioMarginModel Netted = Models.Of(
        collateral: CollateralTreatment.Netted, charges: PortfolioCharges.None with { Basis = new(0.1m, 0.01m, Models.Once), Depegs = [new("USDC", 0.02m, Models.Once)] });

    public static TheoryData<string, string, string, string> Marks { get; } = new()
    {
        { "a perpetual's mark", "BTC-PERP", "BTC-PERP", "BTC-PERP" },
        { "an option's forward", "BTC-C", "BTC-USD", "BTC-USD" },
        { "an option's volatility", "BTC-C", "BTC-VOL", "BTC-VOL" },
        { "the price of netted coin", "BTC-PERP", "BTC-USD", "BTC-USD" },
        { "the price of a stablecoin", "BTC-PERP", "USDC-USD", "USDC-USD" },
    };

    [Theory]
    [MemberData(nameof(Marks))]
    public void A_mark_that_is_missing_is_named(string sentence, string position, string left, string expected)
    {
        var pool = Models.Pool(Market, [(position, 1)], ("BTC", 1), ("USDC", 5));
        var marks = Models.Marks(Market, [.. All.Where(m => m.Symbol != left)]);

        Assert.False(PortfolioMargin.TryAssess(pool, marks, Netted, out PortfolioRequirement? requirement, out var missing), sentence);
        Assert.Equal((null, expected), (requirement, missing));
        Assert.False(PortfolioMargin.TryAssess(pool, marks, Netted, out decimal _, out _, out missing));
        Assert.Equal(expected, missing);
    }

    [Theory]
    [InlineData("BTC-C", "basis")]
    [InlineData("BTC-DEC", "basis")]
    [InlineData("BTC-DEC", "interest")]
    public void What_expires_needs_a_moment(string symbol, string charge)
    {
        var interest = PortfolioCharges.None with { Interest = new([new RateMove("up", [new(0, 0.01m)])], Models.Once) };
        var model = charge == "interest" ? Models.Of(charges: interest) : Netted;
        var marks = MarkSet.Of(Market, All.Select(m => KeyValuePair.Create(m.Symbol, m.Price)));

        Assert.False(PortfolioMargin.TryAssess(Models.Pool(Market, [(symbol, 1)]), marks, model, out decimal _, out _, out var missing));
        Assert.Equal($"{symbol}: the moment it is valued for", missing);
    }

    [Fact]
    public void A_name_without_parameters_is_named()
    {
        Assert.False(PortfolioMargin.TryAssess(Models.Pool(Market, [("DOGE-PERP", 1)]), Models.Marks(Market, All), Netted, out decimal _, out _, out var missing));
        Assert.Equal("DOGE-PERP", missing);
    }

    [Fact]
    public void A_mark_that_nothing_depends_on_is_not_missed()
    {
        var pool = Models.Pool(Market, [("BTC-PERP", 1)]);
        Assert.True(PortfolioMargin.TryAssess(pool, Models.Marks(Market, ("BTC-PERP", 50_000)), Netted, out decimal _, out _, out _));
    }

    [Fact]
    public void An_isolated_position_with_margin_in_coin_is_no_pool_for_scenarios()
    {
        var inverse = Models.Parameters([Given.Inverse("COIN-PERP", Given.FivePercent, "BTC-USD")], []);
        var pool = ResolvedPortfolio.Resolve(new Portfolio([new Position("COIN-PERP", 1, 1, MarginMode.Isolated, 1)], []), inverse).Pools[1];
        Assert.Throws<ArgumentException>(() => PortfolioMargin.TryAssess(pool, Models.Marks(inverse, ("COIN-PERP", 1)), Netted, out decimal _, out _, out _));
    }

    [Fact]
    public void A_requirement_beyond_a_decimal_overflows_and_does_not_wrap()
    {
        var pool = Models.Pool(Market, [("BTC-PERP", 1_000_000_000_000_000_000)]);
        Assert.Throws<OverflowException>(() => PortfolioMargin.TryAssess(pool, Models.Marks(Market, ("BTC-PERP", 50_000)), Netted, out decimal _, out _, out _));
    }
}
