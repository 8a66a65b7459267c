using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Cover;

public sealed class MutualisationTests
{
    [Theory]
    [InlineData("in proportion: a third of each profit", 100, "a 200,b 100", "a 66.66666667,b 33.33333333", 0)]
    [InlineData("equal remainders: the unit goes to the first id", 0.00000001, "b 5,a 5", "a 0.00000001", 0)]
    [InlineData("all of it", 300, "a 200,b 100", "a 200,b 100", 0)]
    [InlineData("what is above all profits is left over", 301.5, "a 200,b 100", "a 200,b 100", 1.5)]
    [InlineData("no winners", 7, "", "", 7)]
    [InlineData("nothing to share", 0, "a 1", "", 0)]
    [InlineData("a winner of nothing bears nothing", 1, "a 0,b 3", "b 1", 0)]
    public void A_loss_is_shared_by_profit(string row, double loss, string profits, string shares, double left)
    {
        var found = Mutualisation.Of((decimal)loss, Parse(profits));
        Assert.True(found.Shares.SequenceEqual(Parse(shares)) && found.Left == (decimal)left, $"{row}: {string.Join(", ", found.Shares)} {found.Left}");
    }

    [Fact]
    public void Shares_sum_exactly_and_nobody_bears_more_than_a_profit() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var scale = random.Next(3) switch { 0 => 5L, 1 => 1_000L, _ => 1_000_000_000_000_000L };
            LossShare[] profits = [.. Enumerable.Range(0, random.Next(1, 20)).Select(n => new LossShare($"{n}", random.NextInt64(scale) * 0.00000001m))];
            var loss = random.NextInt64(scale * (random.Next(2) == 0 ? 3 : 20)) * 0.00000001m;
            var found = Mutualisation.Of(loss, profits);
            Assert.Equal(loss, found.Shares.Sum(s => s.Amount) + found.Left);
            var total = profits.Sum(p => p.Amount);
            Assert.Equal(Math.Max(0, loss - total), found.Left);
            foreach (var share in found.Shares)
            {
                var profit = profits.Single(p => p.Account == share.Account).Amount;
                Assert.InRange(share.Amount, 0, profit);
                Assert.InRange(share.Amount - Math.Min(loss, total) / total * profit, -0.00000001m, 0.00000001m);
            }

            Assert.Equal(found.Shares, Mutualisation.Of(loss, [.. profits.OrderBy(_ => random.Next())]).Shares);
        },
        count: 2_000);

    [Theory]
    [InlineData("a loser", "a -1", "Account a has profit -1; only winners share a loss.")]
    [InlineData("an account twice", "a 1,a 2", "Account a is given twice.")]
    [InlineData("less than a unit", "a 0.000000001", "The profit of account a is 0.000000001; an amount has at most 8 places")]
    public void Winners_are_checked_by_name(string row, string profits, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Mutualisation.Of(1, Parse(profits)));
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{row}: {error.Message}");
    }

    private static LossShare[] Parse(string shares) =>
        [.. shares.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(' ')).Select(s => new LossShare(s[0], decimal.Parse(s[1], System.Globalization.CultureInfo.InvariantCulture)))];
}
