using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Tests.Venue;
using MarginFunctions.Risk.Portfolios;
using Xunit;
using static MarginFunctions.Local.Tests.Venue.VenueStage;

namespace MarginFunctions.Local.Tests.Replay;

public sealed class OutcomeTallyTests
{
    private readonly OutcomeTally tally = new();

    [Fact]
    public void A_call_that_is_met_after_a_deposit_is_cured_by_it_and_one_that_the_market_meets_is_not()
    {
        Add(Told(MarginEventKind.Called, MarginStatus.Called), new MoneyDeposited("A", 10), Told(MarginEventKind.Met, MarginStatus.Healthy));
        Add(Told(MarginEventKind.Called, MarginStatus.Called, "B"), Told(MarginEventKind.Met, MarginStatus.Healthy, "B"));

        Assert.Equal(1, tally.Outcome().CuredByDeposit);
    }

    [Fact]
    public void A_deposit_before_the_call_cures_nothing()
    {
        Add(new MoneyDeposited("A", 10), Told(MarginEventKind.Called, MarginStatus.Called), Told(MarginEventKind.Met, MarginStatus.Healthy));

        Assert.Equal(0, tally.Outcome().CuredByDeposit);
    }

    [Fact]
    public void What_was_drawn_last_cures_unless_the_pool_is_called_all_the_same()
    {
        Add(Booked(MarginStatus.Warned, "A", AccountEntryKind.ReserveTransfer));
        Add(Booked(MarginStatus.Healthy, "B", AccountEntryKind.ReserveTransfer, AccountEntryKind.LoanDraw));
        Add(Booked(MarginStatus.Called, "C", AccountEntryKind.ReserveTransfer));
        Add(Booked(MarginStatus.Healthy, "D", AccountEntryKind.LiquidationFee));

        var outcome = tally.Outcome();

        Assert.Equal((1, 1), (outcome.CuredByReserve, outcome.CuredByLoan));
        Assert.Equal((30m, 10m, -10m), (outcome.ReserveTransferred, outcome.Lent, outcome.Fees)); // a fee is negative in a real entry
    }

    [Fact]
    public void A_liquidation_that_ends_with_positions_is_in_part_with_none_in_full_and_without_a_trade_neither()
    {
        var stage = new VenueStage(null, Account("A", 1_000, new Position("BTC-PERP", 1, 50_000)));
        stage.Venue.Accept(Job("A|cross|1", "A", Sell("BTC-PERP", 1)));
        var trade = new OrderTraded(Assert.Single(stage.Trade(0)));

        Add(new LiquidationBegun("A", "cross", 70_000), trade, Told(MarginEventKind.Closed, MarginStatus.Warned));
        Assert.Equal((1, 0), (tally.Outcome().CuredByPartialLiquidation, tally.Outcome().FullyLiquidated));

        Add(new LiquidationBegun("A", "cross", 20_000), Told(MarginEventKind.Closed, MarginStatus.Warned));
        Add(new LiquidationBegun("A", "cross", 10_000), trade, Told(MarginEventKind.Closed, MarginStatus.Healthy, maintenance: 0));

        var outcome = tally.Outcome();
        Assert.Equal((1, 1, 100_000m), (outcome.CuredByPartialLiquidation, outcome.FullyLiquidated, outcome.NotionalOfFullLiquidation));
        Assert.Equal(2 * 48_750m, outcome.NotionalSold); // half the depth: from 50,000 down a twentieth, twice told
    }

    private void Add(params MarketEvent[] events)
    {
        foreach (var one in events)
        {
            tally.Add(one);
        }
    }

    private static MessageTold Told(MarginEventKind kind, MarginStatus status, string account = "A", decimal maintenance = 100) => new(
        new MarginCallMessage($"{account}|cross|1|{kind}", kind, account, "cross", status, Start, 100, 200, maintenance, null, "USDT", $"{account}|cross|1", null, null));

    private static MessageTold Booked(MarginStatus status, string account, params AccountEntryKind[] kinds) => new(
        Told(MarginEventKind.Booked, status, account).Message with { Entries = [.. kinds.Select((kind, n) => new AccountLedgerEntry(n + 1, kind, 10, Start, "test"))] });
}
