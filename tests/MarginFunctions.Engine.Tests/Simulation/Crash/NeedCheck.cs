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
/// portfolio as it would be after the orders, not from the plan. Jobs that sell collateral are for pools without positions, which need all of it.
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
            if (job.Scope == LiquidationJob.Reduce && job.Orders.All(o => cluster.Parameters.FindInstrument(o.Instrument) is not null))
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
