using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Cover;

public sealed class FillSettlementTests
{
    private static readonly FillAccounts Who = new("account", "counterparty", "fund", "venue");

    [Theory]
    [InlineData("sold above bankruptcy: 510 above a debt of 5,100, the fee 0.5 % of 5,610", 0.1, 56_100, 1, 481.95, 28.05, 0)]
    [InlineData("sold below it: 5,049 for a debt of 5,100", 0.1, 50_490, 1, 0, -51, 0)]
    [InlineData("sold at it", 0.1, 51_000, 1, 0, 0, 0)]
    [InlineData("a surplus below the cap is all fee: 10 of a cap of 25.55", 0.1, 51_100, 1, 0, 10, 0)]
    [InlineData("the venue has a quarter: 28.05/4", 0.1, 56_100, 0.75, 481.95, 21.0375, 7.0125)]
    [InlineData("the venue loses nothing below bankruptcy", 0.1, 50_490, 0.75, 0, -51, 0)]
    [InlineData("a short bought back below bankruptcy: 510, the fee 0.5 % of 4,590", -0.1, 45_900, 1, 487.05, 22.95, 0)]
    [InlineData("a short bought back above it", -0.1, 51_510, 1, 0, -51, 0)]
    public void The_fund_gains_above_bankruptcy_and_pays_below(string row, double quantity, double price, double share, double account, double fund, double venue)
    {
        var fill = FillSettlement.Of(Given.Linear("X", Given.FivePercent), (decimal)quantity, 51_000, (decimal)price, new FeeSplit(0.005m, (decimal)share));
        Assert.True((fill.Account, fill.Fund, fill.Venue) == ((decimal)account, (decimal)fund, (decimal)venue), $"{row}: {fill}");
    }

    [Fact]
    public void An_inverse_fill_is_settled_in_coin()
    {
        // 10,000 at 50,000 and 62,500: 0.2 coins against 0.16; 0.5 % of 0.16.
        var fill = FillSettlement.Of(Given.Inverse("X", Given.FivePercent), 100, 50_000, 62_500, new FeeSplit(0.005m, 1));
        Assert.Equal((0.04m, 0.0008m, 0.0392m), (fill.Surplus, fill.Fund, fill.Account));
    }

    [Fact]
    public void Every_unit_is_conserved_in_the_figures_and_in_the_books() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var fill = FillSettlement.Of(
                (decimal)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 7))), (decimal)(random.NextDouble() * 1e5), new FeeSplit(random.Next(100) * 0.0001m, random.Next(101) * 0.01m));
            Assert.Equal(0, fill.Account + fill.Fund + fill.Venue + fill.Counterparty);
            Assert.True(fill.Account >= 0 && fill.Venue >= 0 && fill.Fee >= 0);

            var entries = fill.Entries("fill-1", "USDT", Who);
            var books = Ledger.Empty.Post(entries).Post(entries);
            Assert.Equal(
                (fill.Account, fill.Fund, fill.Venue, fill.Counterparty),
                (books.Balance("account", "USDT"), books.Balance("fund", "USDT"), books.Balance("venue", "USDT"), books.Balance("counterparty", "USDT")));
        },
        count: 3_000);

    [Fact]
    public void The_fund_pays_what_it_has() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        var (loss, balance) = (random.Next() * 0.00000001m, random.Next(3) * 0.00000001m * random.Next());
        var draw = FundDraw.Of(loss, balance);
        Assert.Equal(loss, draw.Paid + draw.Left);
        Assert.True(draw.Paid <= balance && draw.Left >= 0 && (draw.Left == 0 || draw.Paid == balance));
    });

    [Fact]
    public void A_split_out_of_range_is_refused_by_item_and_value()
    {
        Assert.StartsWith("The fee cap is 0.6; it is at least 0 and at most 0.5.", Assert.Throws<ArgumentException>(() => new FeeSplit(0.6m, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The fund's share is -1; it is at least 0 and at most 1.", Assert.Throws<ArgumentException>(() => new FeeSplit(0, -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_that_carries_a_minus_is_nothing_to_pay()
    {
        // Differences of equal decimals may be one.
        var nothing = decimal.Negate(0.00000000m);

        Assert.Equal(new FundDraw(0, 0), FundDraw.Of(nothing, nothing));
        Assert.Equal(0, Mutualisation.Of(nothing, [new LossShare("W", 1)]).Left);
    }
}
