using MarginFunctions.Engine.State;
using MarginFunctions.Local.Venue;
using Xunit;
using static MarginFunctions.Local.Tests.Venue.VenueStage;

namespace MarginFunctions.Local.Tests.Venue;

public sealed class BrokerTests
{
    private static readonly AccountLedgerEntry Fee = Entry(1, AccountEntryKind.LiquidationFee, -10);
    private static readonly AccountLedgerEntry Cover = Entry(2, AccountEntryKind.CoverPayment, 25);
    private static readonly AccountLedgerEntry Share = Entry(3, AccountEntryKind.LossShare, -5);

    [Fact]
    public void Each_entry_is_booked_once_and_in_order_whatever_is_told()
    {
        var stage = new VenueStage(null, Account("A", 100));
        BrokerAccount account = stage.Broker.Accounts["A"];

        // The second and third come before the first: nothing can be said of them yet.
        Assert.Null(stage.Broker.Book("A", [Share, Cover], Start));
        Assert.Equal((100m, 0L), (account.Collateral["USDT"], account.LedgerThrough));

        var stated = stage.Read(stage.Broker.Book("A", [Fee], Start)!);
        Assert.Equal((110m, 3L), (account.Collateral["USDT"], account.LedgerThrough)); // 100 − 10 + 25 − 5
        Assert.Equal((110m, 3L), (Assert.Single(stated.Collateral).Quantity, stated.LedgerThrough));

        Assert.Null(stage.Broker.Book("A", [Fee, Cover, Share], Start));
        Assert.Equal((110m, 10m, -20m), (account.Collateral["USDT"], stage.Broker.Others.Balance(Counterparties.Fees, "USDT"), stage.Broker.Others.Balance(Counterparties.Cover, "USDT")));
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void A_transfer_leaves_the_reserve_and_a_loan_comes_from_the_lender()
    {
        var account = new BrokerAccount("A", creditLine: 500) { Sequence = 1, Reserve = new BrokerReserve(200, 50) };
        account.Add("USDT", 100);
        var stage = new VenueStage(null, account);

        stage.Broker.Book("A", [Entry(1, AccountEntryKind.ReserveTransfer, 150), Entry(2, AccountEntryKind.LoanDraw, 300)], Start);
        stage.Broker.Book("A", [Entry(3, AccountEntryKind.LoanInterest, -1), Entry(4, AccountEntryKind.LoanRepayment, -300)], Start);

        Assert.Equal((249m, new BrokerReserve(50, 50)), (account.Collateral["USDT"], account.Reserve)); // 100 + 150 + 300 − 1 − 300
        Assert.Equal(1, stage.Broker.Others.Balance(Counterparties.Lender, "USDT"));
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    [Fact]
    public void A_transfer_from_an_account_without_a_reserve_is_a_fault_that_names_it()
    {
        var stage = new VenueStage(null, Account("A-7", 100));

        var fault = Assert.Throws<InvalidOperationException>(() => stage.Broker.Book("A-7", [Entry(1, AccountEntryKind.ReserveTransfer, 150)], Start));

        Assert.Contains("A-7", fault.Message, StringComparison.Ordinal);
        Assert.Contains("150", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deposit_states_the_whole_account_and_comes_from_outside()
    {
        var stage = new VenueStage(null, Account("A", 100));

        var stated = stage.Read(stage.Broker.Deposit("A", 40, Start));

        Assert.Equal((true, 2L, 140m), (stated.Complete, stated.Sequence, Assert.Single(stated.Collateral).Quantity));
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    private static AccountLedgerEntry Entry(long number, AccountEntryKind kind, decimal amount) => new(number, kind, amount, Start, "test");
}
