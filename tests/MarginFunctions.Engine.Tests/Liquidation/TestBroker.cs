using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Liquidation;

/// <summary>The books of a broker: fills orders of jobs, books profits to collateral and the engine's entries where it is told to, and states facts.</summary>
internal sealed class TestBroker(Cluster cluster, string account)
{
    private readonly SortedDictionary<string, Position> positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> assets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Job, string Instrument), (decimal Quantity, decimal Value)> filled = [];
    private long sequence;
    private long booked;

    public decimal Cash => assets.GetValueOrDefault("USDT");

    public decimal Held(string instrument) => positions.TryGetValue(instrument, out var position) ? position.Quantity : assets.GetValueOrDefault(instrument);

    public TestBroker Has(string asset, decimal quantity)
    {
        assets[asset] = quantity;
        return this;
    }

    public TestBroker Has(Position position)
    {
        positions[position.Instrument] = position;
        return this;
    }

    /// <summary>Everything that the account has.</summary>
    public HoldingsUpdate Whole() => new(account, ++sequence, cluster.Time.Now, [.. positions.Values], [.. assets.Select(a => new CollateralHolding(a.Key, a.Value))], Complete: true, LedgerThrough: booked);

    /// <summary>Books the entries that the engine has told of.</summary>
    public TestBroker Book()
    {
        foreach (var entry in cluster.Calls().Where(c => c.AccountId == account).SelectMany(c => c.Entries ?? []).Where(e => e.Number > booked).OrderBy(e => e.Number))
        {
            assets["USDT"] = Cash + entry.Amount;
            booked = entry.Number;
        }

        return this;
    }

    /// <summary>Fills an order and says so.</summary>
    public AcceptedUpdate Fill(LiquidationJob job, string instrument, decimal quantity, decimal price) => Message(Filled(job, instrument, quantity, price));

    /// <summary>What a fill does to the books, as the update that states it.</summary>
    public HoldingsUpdate Filled(LiquidationJob job, string instrument, decimal quantity, decimal price)
    {
        var before = filled.GetValueOrDefault((job.JobId, instrument));
        var sofar = (Quantity: before.Quantity + quantity, Value: before.Value + quantity * price);
        filled[(job.JobId, instrument)] = sofar;
        var fill = new OrderFill(job.JobId, instrument, sofar.Quantity, sofar.Value / sofar.Quantity);
        return positions.ContainsKey(instrument) ? Close(instrument, quantity, price, fill) : Sell(instrument, quantity, price, fill);
    }

    public static AcceptedUpdate Message(HoldingsUpdate update) => new($"f-{update.AccountId}-{update.Sequence}", Entities.LiquidationFills, update);

    private HoldingsUpdate Close(string instrument, decimal quantity, decimal price, OrderFill fill)
    {
        var position = positions[instrument];
        var closed = position.Quantity > 0 ? quantity : -quantity;
        var contract = cluster.Parameters.FindInstrument(instrument);
        var asset = contract?.SettlementAsset ?? "USDT";
        var profit = contract?.Profit(closed, position.EntryPrice, price) ?? closed * price * cluster.Parameters.FindOption(instrument)!.ContractSize;
        var left = position with { Quantity = position.Quantity - closed };
        if (position.Mode == MarginMode.Isolated)
        {
            // What the fill lost comes out of the position's margin as far as that reaches; what is left of it when all is closed goes back.
            var margin = left.Quantity == 0 ? 0 : Math.Max(0, position.IsolatedMargin + Math.Min(0, profit));
            left = left with { IsolatedMargin = margin };
            profit += position.IsolatedMargin - margin;
        }

        positions[instrument] = left;
        assets[asset] = assets.GetValueOrDefault(asset) + profit;
        return Update([left], asset, fill);
    }

    private HoldingsUpdate Sell(string asset, decimal quantity, decimal price, OrderFill fill)
    {
        assets[asset] -= quantity;
        assets["USDT"] = Cash + quantity * price;
        return Update([], asset, fill);
    }

    private HoldingsUpdate Update(Position[] changed, string asset, OrderFill fill) => new(
        account,
        ++sequence,
        cluster.Time.Now,
        changed,
        [.. assets.Where(a => a.Key == asset || a.Key == "USDT").Select(a => new CollateralHolding(a.Key, a.Value))],
        Complete: false,
        JobId: fill.JobId,
        LedgerThrough: booked)
    {
        Fill = fill,
    };
}
