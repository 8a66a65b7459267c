using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.State;

public sealed class HoldingsProperties
{
    private static readonly string[] Instruments = ["BTC-PERP", "ETH-PERP", "SOL-PERP", "XRP-PERP"];
    private static readonly string[] Assets = ["USDT", "BTC", "ETH"];

    [Fact]
    public void Any_order_and_any_repetition_of_the_same_updates_ends_in_what_the_whole_set_says() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var updates = Enumerable.Range(1, random.Next(1, 12)).Select(sequence => Update(random, sequence * random.Next(1, 3) * 16 + sequence)).DistinctBy(u => u.Sequence).ToList();
            var expected = NaiveHoldings.Text(NaiveHoldings.After(updates));
            for (var order = 0; order < 4; order++)
            {
                var holdings = Holdings.None;
                foreach (var update in updates.Concat(updates.Where(_ => random.Next(2) == 0)).OrderBy(_ => random.Next()))
                {
                    holdings = holdings.Apply(update, out _);
                }

                Assert.Equal(expected, NaiveHoldings.Text(holdings));
            }
        },
        count: 3_000);

    [Fact]
    public void Accounts_do_not_touch_each_other() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        var updates = Enumerable.Range(1, 12).Select(sequence => Update(random, sequence) with { AccountId = $"A-{random.Next(3)}" }).ToList();
        var accounts = new Dictionary<string, Holdings>();
        foreach (var update in updates.OrderBy(_ => random.Next()))
        {
            accounts[update.AccountId] = accounts.GetValueOrDefault(update.AccountId, Holdings.None).Apply(update, out _);
        }

        Assert.All(accounts, a => Assert.Equal(NaiveHoldings.Text(NaiveHoldings.After([.. updates.Where(u => u.AccountId == a.Key)])), NaiveHoldings.Text(a.Value)));
    });

    [Fact]
    public void An_update_applied_again_changes_nothing_and_every_row_of_it_is_late() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        var update = Update(random, 5);
        var once = Holdings.None.Apply(update, out var lateFirst);

        var twice = once.Apply(update, out var lateAgain);

        Assert.Same(once, twice);
        Assert.Equal((0, update.Positions.Count + update.Collateral.Count + (update.AccountMode is null ? 0 : 1) + (update.Cover is null ? 0 : 1)), (lateFirst, lateAgain));
    });

    private static HoldingsUpdate Update(Random random, long sequence) => new(
        "A-1",
        sequence,
        ManualTime.Start,
        [.. Instruments.Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next()).Select(i => new Position(i, random.Next(3) - 1, 100 + sequence))],
        [.. Assets.Where(_ => random.Next(3) == 0).Select(a => new CollateralHolding(a, random.Next(3) - 1))],
        Complete: random.Next(4) == 0,
        random.Next(4) switch { 0 => AccountMode.Standard, 1 => AccountMode.Portfolio, _ => null },
        LedgerThrough: sequence / 3,
        Cover: random.Next(3) == 0 ? new CoverFacts(random.Next(100), random.Next(10), random.Next(100)) : null);
}
