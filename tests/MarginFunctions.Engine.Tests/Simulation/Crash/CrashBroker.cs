using System.Globalization;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>
/// The broker and its venue: fills what it likes of what it is sent, books what the engine tells it to, and keeps books of every unit. Written apart from the engine's own arithmetic, which it is to judge.
/// </summary>
internal sealed class CrashBroker
{
    private const string Currency = "USDT";
    private readonly Random random;
    private readonly RiskParameters parameters;
    private readonly List<OpenOrder> open = [];
    private readonly SortedDictionary<string, CrashAccount> accounts = new(StringComparer.Ordinal);

    /// <summary>Everyone but the accounts, by name and asset.</summary>
    private readonly Dictionary<(string Name, string Asset), decimal> others = [];

    private readonly Dictionary<(string Name, string Asset), decimal> start;

    public CrashBroker(Random random, RiskParameters parameters, int count)
    {
        this.random = random;
        this.parameters = parameters;
        for (var number = 0; number < count; number++)
        {
            var account = CrashBook.Create(random, parameters, $"A-{number:D3}");
            accounts.Add(account.Id, account);
        }

        start = Totals();
    }

    public IReadOnlyDictionary<string, CrashAccount> Accounts => accounts;

    /// <summary>What the engine's entries of a kind sum to, over all accounts.</summary>
    public decimal Booked(AccountEntryKind kind) => -others.GetValueOrDefault((NameOf(kind), Currency));

    /// <summary>Whether orders are open that may still be filled.</summary>
    public bool HasOpenOrders => open.Exists(o => !o.IsDead);

    /// <summary>Every account as it stands.</summary>
    public IEnumerable<IncomingMessage> Statements() => accounts.Values.Select(State);

    /// <summary>The whole account as it stands.</summary>
    public IncomingMessage State(CrashAccount account)
    {
        var message = Head(account);
        message["positions"] = new JsonArray([.. account.Positions.Values.Select(Text)]);
        message["complete"] = true;
        return Given.Message($"{account.Id}-{account.Sequence}", message.ToJsonString());
    }

    /// <summary>A job arrives: it takes the place of the pool's older ones.</summary>
    public void Take(LiquidationJob job)
    {
        open.RemoveAll(o => o.Job.AccountId == job.AccountId && o.Job.Pool == job.Pool && o.Job.Scope != LiquidationJob.Deleverage);
        foreach (var order in job.Orders)
        {
            open.Add(new OpenOrder(job, order, isDead: job.Scope != LiquidationJob.Deleverage && random.Next(25) == 0));
        }
    }

    /// <summary>What the engine has booked is booked here, once.</summary>
    /// <returns>Whether anything was new.</returns>
    public bool Take(MarginCallMessage message)
    {
        var account = accounts[message.AccountId];
        var isNew = false;
        foreach (var entry in message.Entries ?? [])
        {
            if (entry.Number <= account.LedgerThrough || !account.Booked.Add(entry.Number))
            {
                continue;
            }

            isNew = true;
            account.Add(Currency, entry.Amount);
            others[(NameOf(entry.Kind), Currency)] = others.GetValueOrDefault((NameOf(entry.Kind), Currency)) - entry.Amount;
            if (entry.Kind == AccountEntryKind.ReserveTransfer)
            {
                account.Reserve -= entry.Amount;
            }
            else if (entry.Kind is AccountEntryKind.LoanDraw or AccountEntryKind.LoanRepayment)
            {
                account.Loan += entry.Amount;
            }
        }

        while (account.Booked.Remove(account.LedgerThrough + 1))
        {
            account.LedgerThrough++;
        }

        return isNew;
    }

    /// <summary>The venue fills some of what is open, at prices near the marks and within limits.</summary>
    public IEnumerable<IncomingMessage> Trade(Func<string, decimal?> mark, DateTimeOffset now)
    {
        open.RemoveAll(o => o.Job.ExpiresAt <= now);
        var fills = new List<IncomingMessage>();
        foreach (var order in open.ToList())
        {
            if (order.IsDead || (order.Job.Scope != LiquidationJob.Deleverage && random.Next(3) == 0))
            {
                continue;
            }

            if (Fill(order, mark) is { } fill)
            {
                fills.Add(fill);
            }
        }

        return fills;
    }

    /// <summary>By asset, what everyone together has more than at the start: nothing.</summary>
    public IEnumerable<(string Asset, decimal Excess)> Drift()
    {
        var now = Totals();
        return now.Keys.Union(start.Keys).Select(k => k.Asset).Distinct().Select(asset =>
            (asset, now.Where(t => t.Key.Asset == asset).Sum(t => t.Value) - start.Where(t => t.Key.Asset == asset).Sum(t => t.Value)));
    }

    private static string NameOf(AccountEntryKind kind) => $"entries {kind}";

    private Dictionary<(string Name, string Asset), decimal> Totals()
    {
        var totals = new Dictionary<(string, string), decimal>(others);
        foreach (var account in accounts.Values)
        {
            foreach (var (asset, quantity) in account.Collateral)
            {
                totals[(account.Id, asset)] = quantity;
            }

            foreach (var position in account.Positions.Values.Where(p => p.IsolatedMargin != 0))
            {
                var asset = parameters.FindInstrument(position.Instrument)!.SettlementAsset;
                totals[(account.Id + "/" + position.Instrument, asset)] = position.IsolatedMargin;
            }
        }

        return totals;
    }

    private IncomingMessage? Fill(OpenOrder order, Func<string, decimal?> mark)
    {
        var account = accounts[order.Job.AccountId];
        return account.Positions.TryGetValue(order.Order.Instrument, out var position)
            ? FillPosition(order, account, position, mark(order.Order.Instrument))
            : FillCollateral(order, account, mark);
    }

    private IncomingMessage? FillPosition(OpenOrder order, CrashAccount account, Position position, decimal? mark)
    {
        var isSell = order.Order.Side == "sell";
        var target = order.Order.ReduceTo ?? 0;
        var room = isSell ? position.Quantity - target : target - position.Quantity;
        var left = Math.Min(order.Order.Quantity - order.Filled, room);
        if (left <= 0 || (isSell ? position.Quantity <= 0 : position.Quantity >= 0) || mark is not { } price)
        {
            return null;
        }

        price = order.Job.Scope == LiquidationJob.Deleverage ? order.Order.LimitPrice!.Value : decimal.Round(price * (1 + (isSell ? -1 : 1) * random.Next(0, 30) / 10_000m), 2);
        if (order.Order.LimitPrice is { } limit && (isSell ? price < limit : price > limit))
        {
            return null;
        }

        var quantity = order.Job.Scope == LiquidationJob.Deleverage || random.Next(2) == 0 ? left : Part(left);
        Close(account, position, isSell ? -quantity : quantity, price, order.Order.LimitPrice ?? order.Order.BankruptcyPrice);
        order.Filled += quantity;
        order.Paid += quantity * price;
        return Statement(order, account);
    }

    private IncomingMessage? FillCollateral(OpenOrder order, CrashAccount account, Func<string, decimal?> mark)
    {
        var asset = order.Order.Instrument;
        if (parameters.FindCollateral(asset)?.PriceSymbol is not { } symbol || mark(symbol) is not { } price)
        {
            return null;
        }

        var quantity = Math.Min(order.Order.Quantity - order.Filled, account.Collateral.GetValueOrDefault(asset));
        if (quantity <= 0)
        {
            return null;
        }

        price = decimal.Round(price * (1 - random.Next(0, 30) / 10_000m), 2);
        Pay(account, asset, -quantity);
        Pay(account, Currency, MoneyRounding.RoundDownEquity(quantity * price));
        order.Filled += quantity;
        order.Paid += quantity * price;
        return Statement(order, account);
    }

    private decimal Part(decimal whole)
    {
        var part = decimal.Round(whole * random.Next(1, 10) / 10, 3, MidpointRounding.ToZero);
        return part > 0 ? part : whole;
    }

    /// <summary>
    /// Profit is paid in account currency, that of a coin-settled contract at the trade's price. That of an isolated position is its margin's, up to the bankruptcy price; what is lost beyond it is the collateral's, and so is what is left
    /// of the margin in the end.
    /// </summary>
    private void Close(CrashAccount account, Position position, decimal trade, decimal price, decimal? bankruptcy)
    {
        var instrument = parameters.FindInstrument(position.Instrument)!;
        var quantity = position.Quantity + trade;
        var isBeyond = position.Mode == MarginMode.Isolated && bankruptcy is { } worst && (trade < 0 ? price < worst : price > worst);
        var own = isBeyond ? bankruptcy!.Value : price;
        var inCurrency = instrument.Settlement == SettlementKind.Inverse ? price : 1;
        var isIsolated = position.Mode == MarginMode.Isolated;
        Pay(account, Currency, MoneyRounding.RoundDownEquity(instrument.Profit(-trade, isIsolated ? own : position.EntryPrice, price) * inCurrency));
        if (isIsolated)
        {
            var profit = MoneyRounding.RoundDownEquity(instrument.Profit(-trade, position.EntryPrice, own));
            Pay(account, instrument.SettlementAsset, profit);

            // Bankruptcy prices are rounded towards the mark, so the last unit may be missing: it is the collateral's.
            var margin = quantity == 0 ? 0 : Math.Max(0, position.IsolatedMargin + profit);
            account.Add(instrument.SettlementAsset, position.IsolatedMargin - margin);
            position = position with { IsolatedMargin = margin };
        }

        if (quantity == 0)
        {
            account.Positions.Remove(position.Instrument);
        }
        else
        {
            account.Positions[position.Instrument] = position with { Quantity = quantity };
        }
    }

    private void Pay(CrashAccount account, string asset, decimal quantity)
    {
        account.Add(asset, quantity);
        others[("market", asset)] = others.GetValueOrDefault(("market", asset)) - quantity;
    }

    private IncomingMessage Statement(OpenOrder order, CrashAccount account)
    {
        var message = Head(account);
        message["jobId"] = order.Job.JobId;
        message["filledQuantity"] = Text(order.Filled);
        message["fillPrice"] = Text(order.Paid / order.Filled);
        if (parameters.FindInstrument(order.Order.Instrument) is null)
        {
            message["asset"] = order.Order.Instrument;
        }
        else
        {
            message["position"] = account.Positions.TryGetValue(order.Order.Instrument, out var position)
                ? Text(position)
                : new JsonObject { ["instrument"] = order.Order.Instrument, ["quantity"] = "0" };
        }

        return new IncomingMessage($"{account.Id}-{account.Sequence}", Given.Utf8(message.ToJsonString()));
    }

    private static JsonObject Head(CrashAccount account)
    {
        var message = new JsonObject
        {
            ["accountId"] = account.Id,
            ["sequence"] = ++account.Sequence,
            ["asOf"] = "2026-05-19T13:00:00Z",
            ["collateral"] = new JsonArray([.. account.Collateral.Select(c => new JsonObject { ["asset"] = c.Key, ["quantity"] = Text(c.Value) })]),
            ["ledgerThrough"] = account.LedgerThrough,
        };
        if (account.Reserve is { } reserve || account.CreditLine > 0)
        {
            message["cover"] = new JsonObject
            {
                ["reserve"] = new JsonObject { ["quantity"] = Text(account.Reserve ?? 0), ["minimum"] = Text(account.ReserveMinimum) },
                ["creditLine"] = Text(account.CreditLine),
            };
        }

        return message;
    }

    private static JsonObject Text(Position position)
    {
        var text = new JsonObject
        {
            ["instrument"] = position.Instrument, ["quantity"] = Text(position.Quantity), ["entryPrice"] = Text(position.EntryPrice),
        };
        if (position.Mode == MarginMode.Isolated)
        {
            (text["marginMode"], text["isolatedMargin"]) = ("isolated", Text(position.IsolatedMargin));
        }

        return text;
    }

    private static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
