using MarginFunctions.Engine.Messages;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Portfolios;
using Xunit;
using static MarginFunctions.Local.Tests.Venue.VenueStage;

namespace MarginFunctions.Local.Tests.Venue;

public sealed class VenueTests
{
    private static readonly Position Long = new("BTC-PERP", 5, 50_000);

    [Fact]
    public void An_order_is_filled_over_minutes_as_depth_comes_back_and_each_fill_states_all_of_it_so_far()
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 5)));

        // 100,000 at 50,000 is 2 contracts a minute: the first from 50,000 to 45,000, at their middle.
        var first = Assert.Single(stage.Trade(0, out var told));
        Assert.Equal((2m, 47_500m, 2m), (first.Quantity, first.Price, first.Filled));
        Assert.Equal((3m, 25_000m), (Assert.Single(told[0].Positions).Quantity, Assert.Single(told[0].Collateral).Quantity)); // lost 2 · 2,500
        Assert.Empty(stage.Trade(0));

        // Half of the fall of a tenth is left: from 47,500 to 42,500.
        var second = Assert.Single(stage.Trade(1, out told));
        Assert.Equal((2m, 45_000m, 4m), (second.Quantity, second.Price, second.Filled));
        Assert.Equal(new OrderFill("A|cross|1", "BTC-PERP", 4, 46_250), told[0].Fill); // the mean of both

        var third = Assert.Single(stage.Trade(2, out told));
        Assert.Equal((1m, 5m), (third.Quantity, third.Filled));
        Assert.Equal(0, Assert.Single(told[0].Positions).Quantity);
        Assert.Empty(stage.Venue.Open);
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void A_sale_stops_where_its_end_would_be_below_the_limit_and_goes_on_when_the_price_is_back()
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 5, limit: 48_000)));

        // 4 % down is 40,000 of the depth: 0.8 contracts, from 50,000 to 48,000.
        var first = Assert.Single(stage.Trade(0));
        Assert.Equal((0.8m, 49_000m), (first.Quantity, first.Price));
        Assert.Empty(stage.Trade(0));

        // From 47,040 nothing: 48,000 · (1 − 2 %).
        stage.Quote(48_000, 2_000);
        Assert.Empty(stage.Trade(1));
        stage.Quote(60_000, 2_000);
        Assert.All(stage.Trade(2), fill => Assert.InRange(fill.Price, 48_000, 60_000));
    }

    [Fact]
    public void A_purchase_is_the_same_walk_upwards()
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long with { Quantity = -5 }));
        stage.Venue.Accept(Job("A|cross|1", "A", Buy("BTC-PERP", 5, limit: 52_000)));

        var first = Assert.Single(stage.Trade(0));

        Assert.Equal((0.8m, 51_000m), (first.Quantity, first.Price));
        Assert.Equal(-4.2m, stage.Broker.Accounts["A"].Positions["BTC-PERP"].Quantity);
        Assert.Equal(29_200m, stage.Broker.Accounts["A"].Collateral["USDT"]); // lost 0.8 · 1,000
    }

    [Fact]
    public void Contracts_on_one_underlying_have_depths_of_their_own_and_move_one_price()
    {
        var stage = new VenueStage(null, Account("A", 90_000, Long, new Position("BTC-29MAR30", 5, 50_000), new Position("ETH-PERP", 10, 2_000)));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 5), Sell("BTC-29MAR30", 5), Sell("ETH-PERP", 10)));

        var fills = stage.Trade(0);

        Assert.Equal([("BTC-PERP", 2m, 47_500m), ("BTC-29MAR30", 2m, 42_500m), ("ETH-PERP", 10m, 1_980m)], fills.Select(f => (f.Order.Market.Name, f.Quantity, f.Price)));
        Assert.Equal((-0.2m, -0.02m), (stage.Venue.Impact.Of("BTC-USD"), stage.Venue.Impact.Of("ETH-USD")));
    }

    [Fact]
    public void Orders_of_two_accounts_share_a_minutes_depth_in_the_order_of_their_arrival()
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long with { Quantity = 1.5m }), Account("B", 30_000, Long));
        stage.Venue.Accept(Job("B|cross|1", "B", Sell("BTC-PERP", 1.5m)));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 1.5m)));

        Assert.Equal([("B", 1.5m), ("A", 0.5m)], stage.Trade(0).Select(f => (f.Order.Job.AccountId, f.Quantity)));
        Assert.Equal([("A", 1m)], stage.Trade(1).Select(f => (f.Order.Job.AccountId, f.Quantity)));
    }

    [Fact]
    public void What_is_not_filled_when_an_order_expires_is_taken_back()
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 5)) with { ExpiresAt = Start.AddMinutes(1) });
        Assert.Single(stage.Trade(0));

        Assert.Empty(stage.Trade(1));
        Assert.Empty(stage.Venue.Open);
        Assert.Equal(3, stage.Broker.Accounts["A"].Positions["BTC-PERP"].Quantity);
    }

    [Fact]
    public void A_cancelled_job_fills_nothing_more()
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long), Account("B", 30_000, Long with { Quantity = 0.1m }));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 5)));
        stage.Venue.Accept(Job("B|cross|1", "B", Sell("BTC-PERP", 0.1m)));
        stage.Trade(0);

        stage.Venue.Accept(Job("A|cross|1", "A") with { Scope = LiquidationJob.Cancel });

        Assert.Equal("B", Assert.Single(stage.Trade(1)).Order.Job.AccountId);
    }

    [Fact]
    public void A_newer_job_of_the_pool_ends_the_older_ones_orders_and_the_same_job_again_changes_nothing()
    {
        var stage = new VenueStage(null, Account("A", 90_000, Long, new Position("ETH-PERP", 10, 2_000)));
        var older = Job("A|cross|1", "A", Sell("BTC-PERP", 5));
        stage.Venue.Accept(older);
        stage.Trade(0);
        stage.Venue.Accept(Job("A|cross|2", "A", Sell("ETH-PERP", 10)));
        stage.Venue.Accept(older);

        Assert.Equal(["ETH-PERP"], stage.Trade(1).Select(f => f.Order.Market.Name));
    }

    [Fact]
    public void An_order_does_not_go_beyond_what_it_is_to_leave_whatever_was_filled_meanwhile()
    {
        var stage = new VenueStage(new VenueSettings(1_000_000, 0, 0), Account("A", 30_000, Long));
        stage.Broker.Accounts["A"].Positions["BTC-PERP"] = Long with { Quantity = 3.5m };

        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 2, reduceTo: 3)));

        Assert.Equal(0.5m, Assert.Single(stage.Trade(0)).Quantity);
        Assert.Empty(stage.Venue.Open);
    }

    [Theory]
    [InlineData("a sale without a position", "sell", 0)]
    [InlineData("a sale of a short position", "sell", -1)]
    [InlineData("a purchase of a long position", "buy", 1)]
    public void An_order_that_would_open_a_position_fills_nothing(string why, string side, int held)
    {
        var stage = new VenueStage(null, Account("A", 30_000, Long with { Quantity = held }));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 1) with { Side = side }));

        Assert.True(stage.Trade(0).Count == 0 && stage.Venue.Open.Count == 0, why);
    }

    [Fact]
    public void Deleveraging_closes_both_sides_whole_at_the_limit_beside_the_market()
    {
        var stage = new VenueStage(null, Account("A", 1_000, Long), Account("W", 1_000, new Position("BTC-PERP", -7, 60_000)));
        LiquidationJob Deleverage(string account, LiquidationOrder order) => Job($"{account}|cross|1", account, order) with { Scope = LiquidationJob.Deleverage };
        stage.Venue.Accept(Deleverage("A", Sell("BTC-PERP", 5, limit: 49_800)));
        stage.Venue.Accept(Deleverage("W", Buy("BTC-PERP", 5, limit: 49_800, reduceTo: -2)));

        var fills = stage.Trade(0);

        Assert.Equal([(5m, 49_800m), (5m, 49_800m)], fills.Select(f => (f.Quantity, f.Price)));
        Assert.Equal((0m, 52_000m), (stage.Broker.Accounts["A"].Collateral["USDT"], stage.Broker.Accounts["W"].Collateral["USDT"])); // 1,000 − 5 · 200; 1,000 + 5 · 10,200
        Assert.Equal((0m, -2m), (stage.Venue.Impact.Of("BTC-USD"), stage.Broker.Accounts["W"].Positions["BTC-PERP"].Quantity));
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void Collateral_is_sold_for_account_currency_at_its_price_less_impact()
    {
        var account = Account("A", -500);
        account.Add("ETH", 3);
        var stage = new VenueStage(null, account);
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("ETH", 2, reduceTo: 1)));

        var fill = Assert.Single(stage.Trade(0, out var told));

        Assert.Equal((2m, 1_996m), (fill.Quantity, fill.Price)); // 4,000 of 100,000 move the price by 0.4 %
        Assert.Equal([("ETH", 1m), ("USDT", 3_492m)], told[0].Collateral.Select(c => (c.Asset, c.Quantity)));
        Assert.Equal(new OrderFill("A|cross|1", "ETH", 2, 1_996), told[0].Fill);
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void Fills_of_an_inverse_contract_average_to_the_price_that_brings_the_same_profit()
    {
        var stage = new VenueStage(null, Account("A", 90_000, new Position("BTC-INV-PERP", 1_500, 50_000)));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-INV-PERP", 1_500)));
        stage.Trade(0);
        stage.Trade(1, out var told);

        // 1,000 contracts at 47,500 and 500 at 46,250, from 47,500 down a twentieth: 1,500 / (1,000/47,500 + 500/46,250).
        Assert.Equal(1_500m / (1_000m / 47_500m + 500m / 46_250m), told[0].Fill!.Price, 7);
        Assert.True(told[0].Fill!.Price <= 1_500m / (1_000m / 47_500m + 500m / 46_250m), "a sale's average is rounded down");
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void A_loss_goes_into_an_isolated_positions_margin_and_beyond_it_into_the_account()
    {
        var stage = new VenueStage(null, Account("A", 1_000, new Position("BTC-PERP", 3, 50_000, MarginMode.Isolated, 3_000)));
        stage.Venue.Accept(Job("A|BTC-PERP|1", "A", Sell("BTC-PERP", 3)) with { Pool = "BTC-PERP" });

        // 2 contracts at 47,500 lose 5,000, of which the margin has 3,000.
        stage.Trade(0, out var told);
        Assert.Equal((1m, 0m), (told[0].Positions[0].Quantity, told[0].Positions[0].IsolatedMargin));
        Assert.Equal(-1_000m, told[0].Collateral[0].Quantity);

        // 1 contract from 47,500 down a twentieth, at 46,250, loses 3,750.
        stage.Trade(1, out told);
        Assert.Equal((0m, -4_750m), (told[0].Positions[0].Quantity, told[0].Collateral[0].Quantity));
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void An_isolated_inverse_position_brings_its_coins_back_as_account_currency()
    {
        var stage = new VenueStage(new VenueSettings(1_000_000, 0, 0), Account("A", 0, new Position("BTC-INV-PERP", 1_000, 40_000, MarginMode.Isolated, 0.5m)));
        stage.Venue.Accept(Job("A|BTC-INV-PERP|1", "A", Sell("BTC-INV-PERP", 1_000)) with { Pool = "BTC-INV-PERP" });

        stage.Trade(0);

        // 100,000 at 40,000 are 2.5 coins, at 50,000 two: half a coin of profit beside half a coin of margin.
        Assert.Equal(50_000m, stage.Broker.Accounts["A"].Collateral["USDT"]);
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void An_impact_fades_by_its_part_each_minute_until_it_is_nothing()
    {
        var impact = new PriceImpact(new VenueSettings(100_000, 0.1m, 0.5m));
        impact.AdvanceTo(Start);
        impact.Add("BTC-USD", -50_000);
        impact.AdvanceTo(Start.AddSeconds(59));
        Assert.Equal(-0.05m, impact.Of("BTC-USD"));
        impact.AdvanceTo(Start.AddMinutes(2));
        Assert.Equal(-0.0125m, impact.Of("BTC-USD"));
        impact.AdvanceTo(Start.AddYears(1));
        Assert.Equal(0m, impact.Of("BTC-USD"));
    }
}
