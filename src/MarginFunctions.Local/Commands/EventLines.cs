using System.Globalization;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary>What happened in a run, a line an event.</summary>
internal static class EventLines
{
    /// <summary>Shows what happened in one tick: trades of one job in one line, and of what was booked all but liquidation fees, which the summary adds up.</summary>
    public static void Print(IReadOnlyList<MarketEvent> happened, DateTimeOffset at)
    {
        var shown = new HashSet<LiquidationJob>();
        foreach (var one in happened)
        {
            IEnumerable<string> lines = one switch
            {
                MoneyDeposited deposit => [Line(at, "green", "Deposit", deposit.AccountId, "", $"{deposit.Amount:N2} paid in")],
                OrderTraded traded => shown.Add(traded.Fill.Order.Job) ? [Trades([.. happened.OfType<OrderTraded>().Select(t => t.Fill).Where(f => f.Order.Job == traded.Fill.Order.Job)])] : [],
                MessageTold { Message: { Kind: MarginEventKind.Booked } message } => message.Entries!.Where(e => e.Kind != AccountEntryKind.LiquidationFee).Select(e => Entry(message, e)),
                MessageTold { Message: var message } => [Told(message)],
                _ => [],
            };
            foreach (var line in lines)
            {
                Screen.Output.MarkupLine(line);
            }
        }
    }

    private static string Told(MarginCallMessage message)
    {
        var colour = message.Kind switch
        {
            MarginEventKind.Warning => "yellow",
            MarginEventKind.Called or MarginEventKind.Reminder or MarginEventKind.CallChanged => "orange1",
            MarginEventKind.Met or MarginEventKind.Closed => "green",
            _ => "red",
        };
        var detail = message.Deadline is { } deadline ? $", {message.Amount:N2} {message.Currency} by {deadline:HH:mm}" : "";
        var ratio = message.MarginRatio is { } value ? $"margin ratio {value:N3}" : $"equity {message.Equity:N2}";
        return Line(message.At, colour, message.Kind.ToString(), message.AccountId, message.Pool, ratio + detail);
    }

    private static string Entry(MarginCallMessage message, AccountLedgerEntry entry)
    {
        var words = entry.Kind switch
        {
            AccountEntryKind.ReserveTransfer => "from the reserve",
            AccountEntryKind.LoanDraw => "drawn on the credit line",
            AccountEntryKind.LoanInterest => "interest",
            AccountEntryKind.LoanRepayment => "paid back",
            AccountEntryKind.CoverPayment => "bad debt taken over",
            _ => "share of another's loss",
        };
        return Line(entry.At, entry.Amount > 0 ? "blue" : "grey", "Booked", message.AccountId, message.Pool, string.Create(CultureInfo.InvariantCulture, $"{entry.Amount:N2} {message.Currency} {words}"));
    }

    private static string Trades(IReadOnlyList<VenueFill> fills)
    {
        var job = fills[0].Order.Job;
        var words = fills.GroupBy(f => f.Order).Select(order => string.Create(
            CultureInfo.InvariantCulture,
            $"{(order.Key.IsSale ? "sold" : "bought")} {order.Sum(f => f.Quantity):0.####} of {order.Key.Order.Quantity:0.####} {order.Key.Market.Name} at {order.Last().Price:#,0.####}"));
        return Line(fills[0].At, "grey", job.Scope == LiquidationJob.Deleverage ? "Deleveraged" : "Traded", job.AccountId, job.Pool, string.Join("; ", words));
    }

    private static string Line(DateTimeOffset at, string colour, string kind, string accountId, string pool, string words) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:HH:mm}  [{colour}]{kind,-11}[/] {accountId} {pool.EscapeMarkup(),-15} {words.EscapeMarkup()}");
}
