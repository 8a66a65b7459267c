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
    /// <summary>Shows what happened in one tick.</summary>
    public static void Print(IReadOnlyList<MarketEvent> happened, DateTimeOffset at)
    {
        foreach (var line in happened.SelectMany(one => Lines(one, at)))
        {
            Screen.Output.MarkupLine(line);
        }
    }

    private static IEnumerable<string> Lines(MarketEvent happened, DateTimeOffset at) => happened switch
    {
        MoneyDeposited deposit => [Line(at, "green", "Deposit", deposit.AccountId, "", $"{deposit.Amount:N2} paid in")],
        OrderTraded { Fill: var fill } => [Line(fill.At, "grey", "Traded", fill.Order.Job.AccountId, fill.Order.Job.Pool, Trade(fill))],
        MessageTold { Message: { Kind: MarginEventKind.Booked } message } => message.Entries!.Select(entry => Entry(message, entry)),
        MessageTold { Message: var message } => [Told(message)],
        _ => [],
    };

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
            AccountEntryKind.LiquidationFee => "liquidation fee",
            AccountEntryKind.CoverPayment => "bad debt taken over",
            _ => "share of another's loss",
        };
        return Line(entry.At, entry.Amount > 0 ? "blue" : "grey", "Booked", message.AccountId, message.Pool, string.Create(CultureInfo.InvariantCulture, $"{entry.Amount:N2} {message.Currency} {words}"));
    }

    private static string Trade(VenueFill fill)
    {
        var order = fill.Order;
        var words = order.Job.Scope == LiquidationJob.Deleverage ? "deleveraged" : order.IsSale ? "sold" : "bought";
        return string.Create(CultureInfo.InvariantCulture, $"{words} {fill.Quantity:0.####} {order.Market.Name} at {fill.Price:#,0.####}, {fill.Filled:0.####} of {order.Order.Quantity:0.####}");
    }

    private static string Line(DateTimeOffset at, string colour, string kind, string accountId, string pool, string words) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:HH:mm}  [{colour}]{kind,-11}[/] {accountId} {pool.EscapeMarkup(),-15} {words.EscapeMarkup()}");
}
