using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>
/// Looks at every job in the moment in which it is committed: with one lot less of any of its orders the pool would not be restored, so nobody is liquidated beyond need. Works it out from the account's
/// portfolio as it would be after the orders, not from the plan. Of collateral, which is sold when no position is left, a lot less would leave a debt.
/// </summary>
internal sealed class NeedCheck
{
    private readonly Cluster cluster;

    public NeedCheck(Cluster cluster)
    {
        this.cluster = cluster;
        cluster.Store.Committed += Look;
    }

    /// <summary>Jobs that were looked at.</summary>
    public int Checked { get; private set; }

    /// <summary>Those of them that sell collateral.</summary>
    public int Sales { get; private set; }

    /// <summary>Jobs whose marks had moved before they were committed, which says nothing of their need.</summary>
    public int Passed { get; private set; }

    private void Look(ShardTransaction transaction)
    {
        foreach (var row in transaction.Changes.Where(c => c.Body is not null && c.Key.StartsWith(RowKeys.OutboxPrefix, StringComparison.Ordinal)))
        {
            var outgoing = JsonSerializer.Deserialize(row.Body!.Value.Span, EngineJson.Default.OutboxRecord)!;
            if (outgoing.Entity != Entities.LiquidationJobs)
            {
                continue;
            }

            var job = outgoing.Body.Deserialize(EngineJson.Default.LiquidationJob)!;
            if (job.Scope == LiquidationJob.Reduce)
            {
                var account = transaction.Changes.Single(c => c.Key == RowKeys.Account(job.AccountId)).Body!.Value;
                Look(job, JsonSerializer.Deserialize(account.Span, EngineJson.Default.AccountState)!);
            }
        }
    }

    private void Look(LiquidationJob job, AccountState account)
    {
        var portfolio = account.Portfolio(cluster.Parameters.AccountCurrency);
        var known = account.Assessments.Single(a => a.Pool == job.Pool);
        if (Assess(portfolio, job.Pool) is not { } now || (now.Equity, now.Maintenance) != (known.Equity, known.Maintenance))
        {
            Passed++;
            return;
        }

        Checked++;
        if (job.Orders.Any(o => cluster.Parameters.FindInstrument(o.Instrument) is null))
        {
            Sales++;
            LookAtSale(job, portfolio);
            return;
        }

        foreach (var order in job.Orders)
        {
            var lot = cluster.Parameters.Liquidation!.Terms.MarketOf(order.Instrument).Lot;
            var minimum = cluster.Parameters.Liquidation.Terms.MarketOf(order.Instrument).MinimumSize;
            if (order.Quantity - lot < minimum)
            {
                continue;
            }

            var after = After(portfolio, job, order, lot);
            Assert.True(
                after.Equity < cluster.Parameters.Levels.Restore * after.Maintenance,
                $"Job {job.JobId} closes {order.Quantity} of {order.Instrument}; {order.Quantity - lot} would do: equity {after.Equity}, maintenance {after.Maintenance}.");
        }
    }

    private void LookAtSale(LiquidationJob job, Portfolio portfolio)
    {
        Assert.DoesNotContain(portfolio.Positions, p => p.Mode == MarginMode.Cross);
        var marks = cluster.MarkSet();
        var terms = cluster.Parameters.Liquidation!.Terms;
        decimal Price(string asset) => marks.Find(cluster.Parameters.FindSymbol(cluster.Parameters.FindCollateral(asset)!.PriceSymbol!)!.Value)!.Value;
        decimal Proceeds(string asset, decimal quantity) => quantity * Price(asset) * (1 - terms.FeeRate - terms.FundFeeRate - terms.MarketOf(asset).Impact);
        var owed = -portfolio.Collateral.Sum(c => c.Asset == cluster.Parameters.AccountCurrency ? c.Quantity : Math.Min(0, c.Quantity) * Price(c.Asset));
        var last = job.Orders[^1];
        var less = last.Quantity - terms.MarketOf(last.Instrument).Lot;
        if (less >= terms.MarketOf(last.Instrument).MinimumSize)
        {
            var raised = job.Orders.SkipLast(1).Sum(o => Proceeds(o.Instrument, o.Quantity)) + Proceeds(last.Instrument, less);
            Assert.True(raised < owed, $"Job {job.JobId} sells {last.Quantity} of {last.Instrument}; {less} would do: {owed} are owed.");
        }
    }

    /// <summary>The pool with all orders filled at their marks but one lot of one, fees and impact paid.</summary>
    private MarginPosition After(Portfolio portfolio, LiquidationJob job, LiquidationOrder less, decimal lot)
    {
        var marks = cluster.MarkSet();
        var terms = cluster.Parameters.Liquidation!.Terms;
        var positions = portfolio.Positions.ToDictionary(p => p.Instrument, StringComparer.Ordinal);
        var cash = 0m;
        foreach (var order in job.Orders)
        {
            var position = positions[order.Instrument];
            var instrument = cluster.Parameters.FindInstrument(order.Instrument)!;
            var mark = marks.Find(cluster.Parameters.FindSymbol(order.Instrument)!.Value)!.Value;
            var quantity = order.Quantity - (order == less ? lot : 0);
            var signed = Math.Sign(position.Quantity) * quantity;
            var notional = quantity * instrument.ContractSize * (instrument.Settlement == SettlementKind.Linear ? mark : 1);
            var profit = instrument.Profit(signed, position.EntryPrice, mark) * (instrument.Settlement == SettlementKind.Linear ? 1 : mark);
            cash += profit - notional * (terms.FeeRate + terms.FundFeeRate + terms.MarketOf(order.Instrument).Impact);
            positions[order.Instrument] = position with { Quantity = position.Quantity - signed };
        }

        var left = new Portfolio([.. positions.Values.Where(p => p.Quantity != 0)], portfolio.Collateral, portfolio.Mode);
        return Assess(left, job.Pool) is { } margin ? margin with { Equity = margin.Equity + cash } : throw new InvalidOperationException($"Pool {job.Pool} of {job.AccountId} cannot be assessed.");
    }

    private MarginPosition? Assess(Portfolio portfolio, string pool)
    {
        var resolved = ResolvedPortfolio.Resolve(portfolio, cluster.Parameters).Pools.SingleOrDefault(p => p.Key == pool);
        return resolved is not null && PoolAssessor.TryAssess(resolved, cluster.MarkSet(), out var margin, out _) ? margin : null;
    }
}
