using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Venue;

/// <summary>
/// Keeps the accounts as a broker does: settles what the venue traded, books what the engine has decided, and states facts. It charges no liquidation fee itself. Whatever an account receives a counterparty gives.
/// </summary>
internal sealed class SimulatedBroker(RiskParameters parameters, IReadOnlyDictionary<string, BrokerAccount> book)
{
    private readonly string currency = parameters.AccountCurrency;

    /// <summary>The accounts.</summary>
    public IReadOnlyDictionary<string, BrokerAccount> Accounts => book;

    /// <summary>The other side of what the accounts received and gave.</summary>
    public Counterparties Others { get; } = new();

    /// <summary>What an account holds: signed contracts, or units of an asset.</summary>
    public decimal Held(string accountId, TradedMarket market) => market.Instrument is null
        ? book[accountId].Collateral.GetValueOrDefault(market.Name)
        : book[accountId].Positions.GetValueOrDefault(market.Name)?.Quantity ?? 0;

    /// <summary>
    /// Settles a trade and states what the account holds after it. Profit is paid in account currency, that of a coin-settled contract at the trade's price. Of an isolated position it goes into the position's margin; a loss beyond bankruptcy or beyond
    /// the margin, and the margin of a position that is closed, is the account's.
    /// </summary>
    public OutgoingMessage Settle(VenueFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var account = book[fill.Order.Job.AccountId];
        var market = fill.Order.Market;
        account.Sequence++;
        if (market.Instrument is null)
        {
            Move(account, market.Name, -fill.Quantity, Counterparties.Market);
            Move(account, currency, MoneyRounding.RoundDownEquity(fill.Quantity * fill.Price), Counterparties.Market);
            return BrokerMessages.Fill(account, fill, after: null);
        }

        var after = Close(account, account.Positions[market.Name], fill);
        if (after.Quantity == 0)
        {
            account.Positions.Remove(market.Name);
        }
        else
        {
            account.Positions[market.Name] = after;
        }

        return BrokerMessages.Fill(account, fill, after);
    }

    /// <summary>Books entries that the engine has told of, each once.</summary>
    /// <returns>What is stated then; null when nothing was new.</returns>
    public OutgoingMessage? Book(string accountId, IReadOnlyList<AccountLedgerEntry> entries, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var account = book[accountId];
        var booked = account.TakeNew(entries);
        foreach (var entry in booked)
        {
            if (entry.Kind == AccountEntryKind.ReserveTransfer)
            {
                var reserve = account.Reserve ?? throw new InvalidOperationException($"Account {accountId} has no reserve, and entry {entry.Number} takes {entry.Amount} from it.");
                account.Reserve = reserve with { Quantity = reserve.Quantity - entry.Amount };
                account.Add(currency, entry.Amount);
            }
            else
            {
                Move(account, currency, entry.Amount, OtherSide(entry.Kind));
            }
        }

        if (booked.Count == 0)
        {
            return null;
        }

        account.Sequence++;
        return BrokerMessages.Balances(account, now);
    }

    /// <summary>A customer pays in.</summary>
    public OutgoingMessage Deposit(string accountId, decimal amount, DateTimeOffset now)
    {
        var account = book[accountId];
        Move(account, currency, amount, Counterparties.Outside);
        account.Sequence++;
        return BrokerMessages.Update(account, now);
    }

    /// <summary>The sum of everything that accounts and counterparties have, by asset. It never changes.</summary>
    public IReadOnlyDictionary<string, decimal> Totals() => Totals(book.Values.Select(account => account.Portfolio));

    /// <summary>The same, for accounts as someone else knows them.</summary>
    public IReadOnlyDictionary<string, decimal> Totals(IEnumerable<Portfolio> accounts)
    {
        var totals = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        void Add(string asset, decimal amount) => totals[asset] = totals.GetValueOrDefault(asset) + amount;
        foreach (var account in accounts)
        {
            foreach (var holding in account.Collateral)
            {
                Add(holding.Asset, holding.Quantity);
            }

            foreach (var position in account.Positions.Where(p => p.Mode == MarginMode.Isolated))
            {
                Add(parameters.FindInstrument(position.Instrument)!.SettlementAsset, position.IsolatedMargin);
            }
        }

        Add(currency, book.Values.Sum(account => account.Reserve?.Quantity ?? 0));
        foreach (var ((_, asset), balance) in Others.Balances)
        {
            Add(asset, balance);
        }

        return totals;
    }

    private static string OtherSide(AccountEntryKind kind) => kind switch
    {
        AccountEntryKind.LoanDraw or AccountEntryKind.LoanInterest or AccountEntryKind.LoanRepayment => Counterparties.Lender,
        AccountEntryKind.LiquidationFee => Counterparties.Fees,
        AccountEntryKind.CoverPayment or AccountEntryKind.LossShare => Counterparties.Cover,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody is known to be on the other side of it."),
    };

    /// <summary>The position after a trade that closes some of it.</summary>
    private Position Close(BrokerAccount account, Position position, VenueFill fill)
    {
        var (market, closed) = (fill.Order.Market, fill.Order.IsSale ? fill.Quantity : -fill.Quantity);
        var instrument = market.Instrument!;
        var inCurrency = market.IsInverse ? fill.Price : 1;
        var left = position.Quantity - closed;
        if (position.Mode == MarginMode.Cross)
        {
            Move(account, currency, MoneyRounding.RoundDownEquity(instrument.Profit(closed, position.EntryPrice, fill.Price) * inCurrency), Counterparties.Market);
            return position with { Quantity = left };
        }

        // What is lost beyond bankruptcy is not the margin's, so that what is left of the position is bankrupt at the same price.
        var worst = fill.Order.Order.LimitPrice ?? fill.Order.Order.BankruptcyPrice ?? fill.Price;
        var own = fill.Order.IsSale ? Math.Max(fill.Price, worst) : Math.Min(fill.Price, worst);
        Move(account, currency, MoneyRounding.RoundDownEquity(instrument.Profit(closed, own, fill.Price) * inCurrency), Counterparties.Market);
        var margin = position.IsolatedMargin + instrument.Profit(closed, position.EntryPrice, own);
        var kept = left == 0 ? 0 : Math.Max(0, MoneyRounding.RoundDownEquity(margin));
        Others.Add(Counterparties.Market, instrument.SettlementAsset, position.IsolatedMargin - kept);
        if (left == 0 || margin < 0)
        {
            Move(account, currency, MoneyRounding.RoundDownEquity(margin * inCurrency), Counterparties.Market);
        }

        return position with { Quantity = left, IsolatedMargin = kept };
    }

    private void Move(BrokerAccount account, string asset, decimal amount, string from)
    {
        account.Add(asset, amount);
        Others.Add(from, asset, -amount);
    }
}
