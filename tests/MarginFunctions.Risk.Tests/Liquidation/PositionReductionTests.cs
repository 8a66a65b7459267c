using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Liquidation;

public sealed class PositionReductionTests
{
    private static readonly TierTable TenPercent = Given.Tiers((0, 0.2m, 0.1m));
    private static readonly TierTable Three = Given.Tiers((0, 0.02m, 0.01m), (1_000, 0.1m, 0.05m), (5_000, 0.2m, 0.1m));

    [Theory]
    [InlineData("without fees, 10/(100·10 %)", 10, 0, 0, 1.0)]
    [InlineData("a liquidation fee, 10/(100·9 %)", 10, 0.01, 0, 10 / 9d)]
    [InlineData("a fund fee too, 10/(100·9 % − 1)", 10, 0.01, 0.01, 1.25)]
    [InlineData("nothing is short", 0, 0.01, 0.01, 0)]
    public void The_size_is_the_shortage_over_what_a_contract_frees(string row, decimal shortage, double fee, double fund, double expected)
    {
        var found = Find(shortage, 50, 100, TenPercent, Closing.Terms((decimal)fee, (decimal)fund, 1, ("X", 0, 0.00000001m, 0)));
        Assert.True(Math.Abs((double)found.Exact - expected) < 1e-15, $"{row}: {found}");
        Assert.True(found.Restores, row);
        Assert.InRange(found.Size, found.Exact, found.Exact + 0.00000001m);
    }

    [Theory]
    [InlineData("the highest bracket is enough: 100/(10 %)", 100, 6_000, 1, 0, 1_000)]
    [InlineData("into the second: 1,000 free 100, then 50/(5 %)", 150, 6_000, 1, 0, 2_000)]
    [InlineData("into the lowest: 1,000 free 100 and 4,000 free 200, then 5/(1 %)", 305, 6_000, 1, 0, 5_500)]
    [InlineData("the whole: 100 + 200 + 10", 310, 6_000, 1, 0, 6_000)]
    [InlineData("a level of 2 frees twice: 200/(20 %)", 200, 6_000, 2, 0, 1_000)]
    [InlineData("impact counts as a fee does: 90/(10 % − 1 %)", 90, 6_000, 1, 0.01, 1_000)]
    public void Tiers_are_walked_from_bracket_to_bracket(string row, decimal shortage, decimal notional, decimal level, double impact, decimal expected)
    {
        var found = Find(shortage, notional, 1, Three, Closing.Terms(0, 0, level, ("X", (decimal)impact, 1, 0)));
        Assert.True(found == new PositionReduction(expected, expected, Restores: true), $"{row}: {found}");
    }

    [Theory]
    [InlineData("more than the whole frees", 311, 0, false)]
    [InlineData("the lowest bracket frees no more than it costs, and the two above free 100 + 200 − 50", 251, 0.01, false)]
    [InlineData("just what the two above free", 250, 0.01, true)]
    public void Where_no_part_restores_it_is_everything(string row, decimal shortage, double fee, bool restores)
    {
        var found = Find(shortage, 6_000, 1, Three, Closing.Terms((decimal)fee, 0, 1, ("X", 0, 1, 0)));
        Assert.True(found.Restores == restores, $"{row}: {found}");
        Assert.Equal(restores ? 5_000 : 6_000, found.Size);
    }

    [Theory]
    [InlineData("lots are rounded up", 10, 0.3, 0, 1.2)]
    [InlineData("what is a whole number of lots already stays", 10, 0.1, 0, 1.0)]
    [InlineData("the least order", 10, 0.3, 2, 2.1)]
    [InlineData("a lot larger than the position: all of it", 10, 60, 0, 50)]
    [InlineData("the last lot takes what is left over", 499, 0.3, 0, 50)]
    public void Orders_are_whole_lots(string row, decimal shortage, double lot, double minimum, double expected)
    {
        var found = Find(shortage, 50, 100, TenPercent, Closing.Terms(0, 0, 1, ("X", 0, (decimal)lot, (decimal)minimum)));
        Assert.True(found.Size == (decimal)expected && found.Restores, $"{row}: {found}");
    }

    [Fact]
    public void An_inverse_contract_is_its_size_at_any_mark()
    {
        var instrument = Given.Inverse("X", TenPercent, size: 100);
        var pool = Given.CrossPool(Given.Parameters([instrument], [Given.Usdt]), [Given.Position("X", -40, 30_000)]);

        // 25/(100·10 %).
        Assert.Equal(new PositionReduction(2.5m, 3, Restores: true), PositionReduction.Find(25, pool.Positions[0], 60_000, Closing.Terms(0, 0, 1, ("X", 0, 1, 0))));
    }

    [Fact]
    public void It_restores_and_one_lot_less_does_not() => Always.HoldsForSeeds(
        seed =>
        {
            var c = RandomCase(seed);
            var found = PositionReduction.Find(c.Shortage, c.Position, c.Mark, c.Terms);
            var held = Math.Abs(c.Position.Position.Quantity);
            var market = c.Terms.MarketOf("X");
            Assert.InRange(found.Size, 0, held);
            Assert.Equal(found.Restores, Gain(c, found.Size) >= c.Shortage);
            if (found.Size == 0)
            {
                Assert.True(c.Shortage <= 0);
            }
            else if (found.Size < held)
            {
                Assert.Equal(0, found.Size % market.Lot);
                Assert.True(found.Size >= market.MinimumSize);
                Assert.True(found.Size - market.Lot < market.MinimumSize || Gain(c, found.Size - market.Lot) < c.Shortage, $"{found}");
            }
            else
            {
                // Everything: no lot count that may be ordered does it.
                for (var part = 1; part < 200; part++)
                {
                    var size = decimal.Floor(held * part / 200 / market.Lot) * market.Lot;
                    Assert.True(size < market.MinimumSize || size == 0 || Gain(c, size) < c.Shortage, $"{found} {size}");
                }
            }
        },
        count: 3_000);

    [Fact]
    public void A_greater_shortage_never_closes_less() => Always.HoldsForSeeds(
        seed =>
        {
            var c = RandomCase(seed);
            var before = PositionReduction.Find(c.Shortage, c.Position, c.Mark, c.Terms);
            var after = PositionReduction.Find(c.Shortage * 1.01m + 0.001m, c.Position, c.Mark, c.Terms);
            Assert.True(after.Size >= before.Size && after.Exact >= before.Exact, $"{before} {after}");
        },
        count: 3_000);

    private static PositionReduction Find(decimal shortage, decimal quantity, decimal mark, TierTable tiers, LiquidationTerms terms)
    {
        var parameters = Given.Parameters([Given.Linear("X", tiers)], [Given.Usdt]);
        var longs = PositionReduction.Find(shortage, Given.CrossPool(parameters, [Given.Position("X", quantity, mark)]).Positions[0], mark, terms);
        var shorts = PositionReduction.Find(shortage, Given.CrossPool(parameters, [Given.Position("X", -quantity, mark)]).Positions[0], mark, terms);
        Assert.Equal(longs, shorts);
        return longs;
    }

    /// <summary>What closing adds to <c>E − level·MM</c>.</summary>
    private static decimal Gain((decimal Shortage, ResolvedPosition Position, decimal Mark, LiquidationTerms Terms) c, decimal size)
    {
        var unit = c.Position.Instrument.ContractSize * (c.Position.Instrument.Settlement == SettlementKind.Inverse ? 1 : c.Mark);
        var notional = Math.Abs(c.Position.Position.Quantity) * unit;
        var tiers = c.Position.Instrument.Tiers;
        return c.Terms.RestoreLevel * (tiers.Maintenance(notional) - tiers.Maintenance(Math.Max(0, notional - size * unit)))
            - (c.Terms.FeeRate + c.Terms.FundFeeRate + c.Terms.MarketOf("X").Impact) * size * unit;
    }

    private static (decimal Shortage, ResolvedPosition Position, decimal Mark, LiquidationTerms Terms) RandomCase(int seed)
    {
        var random = new Random(seed);
        var tiers = random.Next(2) == 0 ? Given.BtcTiers : Three;
        var instrument = random.Next(3) == 0 ? Given.Inverse("X", tiers, size: 10) : Given.Linear("X", tiers, size: 0.1m);
        var mark = decimal.Round((decimal)Math.Pow(10, 5 * random.NextDouble()), 4);
        var quantity = decimal.Round((decimal)Math.Pow(10, 5 * random.NextDouble()), 4) * (random.Next(2) * 2 - 1);
        var pool = Given.CrossPool(Given.Parameters([instrument], [Given.Usdt]), [Given.Position("X", quantity, mark)]);
        var full = tiers.Maintenance(pool.Positions[0].Notional(mark));
        var lot = decimal.Round(Math.Max(0.0001m, Math.Abs(quantity) * (decimal)Math.Pow(10, -4 * random.NextDouble())), 4);
        var terms = Closing.Terms(
            random.Next(30) * 0.0003m, random.Next(3) * 0.0005m, 1 + random.Next(3) * 0.1m, ("X", random.Next(3) * 0.0005m, lot, random.Next(3) == 0 ? lot * random.Next(10) : 0));
        return ((decimal)(random.NextDouble() * 1.3 - 0.05) * full, pool.Positions[0], mark, terms);
    }
}
