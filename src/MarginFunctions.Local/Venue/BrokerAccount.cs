using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Local.Venue;

/// <summary>What a simulated broker knows of one account, and how far it has counted its messages.</summary>
internal sealed class BrokerAccount(string accountId, decimal? creditLine = null)
{
    private readonly SortedDictionary<long, AccountLedgerEntry> early = [];

    public string AccountId { get; } = accountId;

    public long Sequence { get; set; }

    public SortedDictionary<string, Position> Positions { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, decimal> Collateral { get; } = new(StringComparer.Ordinal);

    /// <summary>What the customer has set aside for shortfalls, in account currency; null without an agreement.</summary>
    public BrokerReserve? Reserve { get; set; }

    /// <summary>The most that may be lent, in account currency; null without an agreement.</summary>
    public decimal? CreditLine { get; } = creditLine;

    /// <summary>The number of the last of the engine's entries that the collateral counts.</summary>
    public long LedgerThrough { get; private set; }

    public Portfolio Portfolio => new(
        [.. Positions.Values], [.. Collateral.Where(c => c.Value != 0).Select(c => new CollateralHolding(c.Key, c.Value))]);

    public void Add(string asset, decimal quantity) => Collateral[asset] = Collateral.GetValueOrDefault(asset) + quantity;

    /// <summary>What the positions of a pool are worth at the marks, without sign, in account currency.</summary>
    public decimal Notional(string pool, RiskParameters parameters, MarkSet marks) => Positions.Values
        .Where(p => p.Mode == MarginMode.Cross ? pool == ResolvedPool.CrossKey : p.Instrument == pool)
        .Sum(p => Math.Abs(p.Quantity) * TradedMarket.Of(parameters, p.Instrument).UnitNotional(marks.Find(parameters.FindSymbol(p.Instrument)!.Value)!.Value));

    /// <summary>The entries to book now: each number once and in order, whatever the order and repetition of what is told.</summary>
    public IReadOnlyList<AccountLedgerEntry> TakeNew(IEnumerable<AccountLedgerEntry> told)
    {
        foreach (var entry in told.Where(e => e.Number > LedgerThrough))
        {
            early[entry.Number] = entry;
        }

        var next = new List<AccountLedgerEntry>();
        while (early.Remove(LedgerThrough + 1, out var entry))
        {
            next.Add(entry);
            LedgerThrough++;
        }

        return next;
    }
}
