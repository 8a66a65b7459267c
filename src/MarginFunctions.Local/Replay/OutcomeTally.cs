using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Local.Replay;

/// <summary>Follows pools from shortfall to cover.</summary>
internal sealed class OutcomeTally
{
    private readonly HashSet<string> payers = new(StringComparer.Ordinal);
    private readonly HashSet<(string AccountId, string Pool)> sold = [];
    private readonly Dictionary<Ending, HashSet<string>> ended = Enum.GetValues<Ending>().ToDictionary(e => e, _ => new HashSet<string>(StringComparer.Ordinal));
    private readonly Dictionary<AccountEntryKind, decimal> booked = [];
    private decimal notionalSold;
    private decimal notionalOfFull;
    private decimal collateralSold;
    private decimal deleveraged;

    private enum Ending
    {
        Deposit,
        Reserve,
        Loan,
        Partial,
        Full,
    }

    public void Add(MarketEvent happened)
    {
        switch (happened)
        {
            case MoneyDeposited deposit:
                payers.Add(deposit.AccountId);
                break;
            case LiquidationBegun begun:
                sold.Remove((begun.AccountId, begun.Pool));
                notionalOfFull += begun.Notional;
                break;
            case OrderTraded traded:
                Add(traded.Fill);
                break;
            case MessageTold told:
                Add(told.Message);
                break;
        }
    }

    public ReplayOutcome Outcome() => new(
        ended[Ending.Deposit].Count,
        ended[Ending.Reserve].Count,
        ended[Ending.Loan].Count,
        ended[Ending.Partial].Count,
        ended[Ending.Full].Count,
        Rounded(notionalSold),
        Rounded(notionalOfFull),
        Rounded(collateralSold),
        Rounded(deleveraged),
        Booked(AccountEntryKind.ReserveTransfer),
        Booked(AccountEntryKind.LoanDraw),
        -Booked(AccountEntryKind.LoanInterest),
        -Booked(AccountEntryKind.LoanRepayment),
        -Booked(AccountEntryKind.LiquidationFee),
        Booked(AccountEntryKind.CoverPayment),
        -Booked(AccountEntryKind.LossShare));

    private static decimal Rounded(decimal amount) => decimal.Round(amount, MoneyRounding.Places);

    private decimal Booked(AccountEntryKind kind) => booked.GetValueOrDefault(kind);

    private void Add(VenueFill fill)
    {
        var job = fill.Order.Job;
        if (fill.Order.Market.Instrument is null)
        {
            collateralSold += fill.Notional;
            return;
        }

        sold.Add((job.AccountId, job.Pool));
        if (job.Scope == LiquidationJob.Deleverage)
        {
            deleveraged += fill.Notional;
        }
        else
        {
            notionalSold += fill.Notional;
        }
    }

    private void Add(MarginCallMessage message)
    {
        switch (message.Kind)
        {
            case MarginEventKind.Called:
                payers.Remove(message.AccountId);
                break;
            case MarginEventKind.Met when message.CallId is not null && payers.Remove(message.AccountId):
                ended[Ending.Deposit].Add(message.AccountId);
                break;
            case MarginEventKind.Closed or MarginEventKind.BadDebt:
                AddLiquidation(message);
                break;
            case MarginEventKind.Booked:
                AddEntries(message);
                break;
        }
    }

    private void AddLiquidation(MarginCallMessage message)
    {
        if (sold.Remove((message.AccountId, message.Pool)))
        {
            ended[message.Maintenance > 0 ? Ending.Partial : Ending.Full].Add(message.AccountId);
        }
    }

    private void AddEntries(MarginCallMessage message)
    {
        foreach (var entry in message.Entries!)
        {
            booked[entry.Kind] = Booked(entry.Kind) + entry.Amount;
        }

        if (message.Status <= MarginStatus.Warned && message.Entries.LastOrDefault(e => e.Kind is AccountEntryKind.ReserveTransfer or AccountEntryKind.LoanDraw) is { } draw)
        {
            ended[draw.Kind == AccountEntryKind.LoanDraw ? Ending.Loan : Ending.Reserve].Add(message.AccountId);
        }
    }
}
