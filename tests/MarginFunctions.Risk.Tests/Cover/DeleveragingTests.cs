using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Cover;

public sealed class DeleveragingTests
{
    private static readonly DeleveragingCandidate[] Shorts =
    [
        new("modest", -5, 100, 1_000, 900, 900),     // 10 % at 1×
        new("bold", -3.5m, 100, 1_000, 900, 90),     // 10 % at 10×
        new("loser", -8, -100, 1_000, 1_100, 110),   // −10 % at 10×: −0.01
        new("slow loser", -8, -100, 1_000, 1_100, 1_100), // −10 % at 1×: −0.1
        new("long", 50, 900, 1_000, 1_900, 100),
        new("bankrupt", -9, 100, 1_000, 900, 0),
    ];

    [Fact]
    public void Opposite_winners_with_leverage_are_first_and_losers_last() =>
        Assert.Equal(["bold", "modest", "loser", "slow loser"], Deleveraging.Rank(4, Shorts).Select(c => c.Account));

    [Fact]
    public void Scores_are_profit_times_leverage() => Assert.Equal([1, 0.1m, -0.01m, -0.1m], Deleveraging.Rank(4, Shorts).Select(c => c.Score));

    [Theory]
    [InlineData("the first in rank is enough", 2, "bold 2", 0)]
    [InlineData("the first gives its whole lots and the next the rest", 6, "bold 3,modest 3", 0)]
    [InlineData("less than a lot is left over", 2.25, "bold 2", 0.25)]
    [InlineData("all of them are too small", 30, "bold 3,modest 5,loser 8,slow loser 8", 6)]
    [InlineData("nothing to close", 0, "", 0)]
    public void A_long_is_closed_against_shorts_in_order_of_rank(string row, double quantity, string expected, double left)
    {
        var found = Deleveraging.Of((decimal)quantity, 1, 97.5m, Shorts);
        Assert.True(string.Join(',', found.Fills.Select(f => FormattableString.Invariant($"{f.Account} {f.Trade}"))) == expected && found.Left == (decimal)left, $"{row}: {string.Join(", ", found.Fills)} {found.Left}");
        Assert.All(found.Fills, f => Assert.Equal(97.5m, f.Price));
    }

    [Fact]
    public void BitMEXs_published_example_comes_out()
    {
        // Six longs with scores 3, 6, 1, 4, 5 and 2; a short of 20 goes bankrupt at 650: accounts 2 and 5 give 10 each.
        DeleveragingCandidate[] longs =
        [
            new("1", 10, 3, 1, 1, 1), new("2", 10, 6, 1, 1, 1), new("3", 20, 1, 1, 1, 1), new("4", 30, 4, 1, 1, 1), new("5", 20, 5, 1, 1, 1), new("6", 10, 2, 1, 1, 1),
        ];
        Assert.Equal(["2", "5", "4", "1", "6", "3"], Deleveraging.Rank(-20, longs).Select(c => c.Account));
        Assert.Equal([new DeleveragingFill("2", -10, 650), new DeleveragingFill("5", -10, 650)], Deleveraging.Of(-20, 1, 650, longs).Fills);
    }

    [Fact]
    public void Ties_go_to_the_first_id() =>
        Assert.Equal(["a", "b", "c"], Deleveraging.Rank(-1, [new("b", 1, 1, 10, 10, 5), new("c", 1, 1, 10, 10, 5), new("a", 1, 1, 10, 10, 5)]).Select(c => c.Account));

    [Fact]
    public void Sizes_sum_exactly_and_nobody_turns_round() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            decimal[] lots = [1, 0.001m, 0.3m, 25];
            var lot = lots[random.Next(lots.Length)];
            DeleveragingCandidate[] candidates =
            [
                .. Enumerable.Range(0, random.Next(12)).Select(n => new DeleveragingCandidate(
                    $"{n}", random.Next(-300, 300) * 0.1m, random.Next(-100, 100), random.Next(1, 1_000), random.Next(1, 1_000), random.Next(-10, 100))),
            ];
            var quantity = random.Next(-2_000, 2_000) * 0.1m;
            var found = Deleveraging.Of(quantity, lot, 100, candidates);
            Assert.Equal(Math.Abs(quantity), found.Fills.Sum(f => Math.Abs(f.Trade)) + found.Left);
            Assert.All(found.Fills, f =>
            {
                var held = candidates.Single(c => c.Account == f.Account);
                Assert.True(Math.Sign(f.Trade) == -Math.Sign(held.Quantity) && Math.Sign(f.Trade) == Math.Sign(quantity) && Math.Abs(f.Trade) <= Math.Abs(held.Quantity) && held.Equity > 0);
                Assert.Equal(0, f.Trade % lot);
            });
            Assert.Equal(found.Fills, Deleveraging.Of(quantity, lot, 100, [.. candidates.OrderBy(_ => random.Next())]).Fills);
        },
        count: 2_000);

    [Fact]
    public void Candidates_are_checked_by_name()
    {
        Assert.StartsWith(
            "Account a has notional 0 and 1 at entry; both are positive.", Assert.Throws<ArgumentException>(() => Deleveraging.Of(1, 1, 1, [new("a", -1, 1, 1, 0, 1)])).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Account a is given twice.", Assert.Throws<ArgumentException>(() => Deleveraging.Of(1, 1, 1, [new("a", -1, 1, 1, 1, 1), new("a", -1, 1, 1, 1, 1)])).Message, StringComparison.Ordinal);
    }
}
