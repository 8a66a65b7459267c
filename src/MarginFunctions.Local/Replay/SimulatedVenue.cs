using System.Text.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Replay;

/// <summary>
/// The broker's side of a liquidation: fills every order of a job whole, at the mark, without fee or impact, pays profit out in account currency, and states what the account holds
/// afterwards.
/// </summary>
internal sealed class SimulatedVenue(RiskParameters parameters, IReadOnlyDictionary<string, BrokerAccount> book)
{
    /// <summary>The fills of a job; none for positions that are closed already.</summary>
    public IEnumerable<OutgoingMessage> Fill(ReadOnlyMemory<byte> job, MarkSet marks, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(job);
        var account = book[document.RootElement.GetProperty("accountId").GetString()!];
        var jobId = document.RootElement.GetProperty("jobId").GetString()!;
        var fills = new List<OutgoingMessage>();
        foreach (var order in document.RootElement.GetProperty("orders").EnumerateArray())
        {
            if (account.Positions.Remove(order.GetProperty("instrument").GetString()!, out var position))
            {
                var mark = marks.Find(parameters.FindSymbol(position.Instrument)!.Value)!.Value;
                Settle(account, position, mark);
                account.Sequence++;
                fills.Add(BrokerMessages.Fill(account, now, jobId, position, mark));
            }
        }

        return fills;
    }

    private void Settle(BrokerAccount account, Position position, decimal mark)
    {
        var instrument = parameters.FindInstrument(position.Instrument)!;
        var paid = position.IsolatedMargin + instrument.Profit(position.Quantity, position.EntryPrice, mark);
        account.Add(
            parameters.AccountCurrency,
            MoneyRounding.RoundDownEquity(instrument.Settlement == SettlementKind.Linear ? paid : paid * mark));
    }
}
