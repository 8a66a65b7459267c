using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>What holds when nothing is left to do, whatever happened on the way.</summary>
internal static class Invariants
{
    public static void Check(EngineSimulation simulation)
    {
        HoldingsAreThoseOfTheModel(simulation);
        for (var shard = 0; shard < simulation.Cluster.Parameters.ShardCount; shard++)
        {
            NothingIsLeftToSend(simulation.Cluster, shard);
        }

        EveryEventIsToldOnce(simulation.Cluster);
        Assert.All(All(simulation.Cluster), account => EveryEntryIsToldOnce(simulation.Cluster, account));
        Assert.All(Decisions(simulation.Cluster), record => MadeAgain.Check(record, simulation.Cluster.Parameters));
    }

    /// <summary>No crossing was lost: at the marks, the moment and the ranges that stand, no pool would change.</summary>
    public static void StatusesAreThoseOfTheMarks(Cluster cluster)
    {
        var marks = cluster.MarkSet();
        foreach (var account in All(cluster))
        {
            var resolved = ResolvedPortfolio.Resolve(account.Portfolio(cluster.Parameters.AccountCurrency), cluster.Parameters);
            var changes = PoolReview.Run(account, resolved, marks, cluster.Time.Now).Changes.Where(c => c.IsCrossing).ToList();
            Assert.True(changes.Count == 0, $"{account.AccountId} was left behind: {string.Join(", ", changes.Select(c => $"{c.Before} should be {c.After.Status} at {c.Margin}"))}.");
        }
    }

    public static IEnumerable<AccountState> All(Cluster cluster) => Enumerable.Range(0, cluster.Parameters.ShardCount).SelectMany(cluster.Accounts);

    /// <summary>All decisions, moved or not.</summary>
    public static IReadOnlyList<DecisionRecord> Decisions(Cluster cluster) =>
        [.. Enumerable.Range(0, cluster.Parameters.ShardCount).SelectMany(cluster.Decisions).Concat(cluster.Moved()).DistinctBy(d => d.Id)];

    private static void HoldingsAreThoseOfTheModel(EngineSimulation simulation)
    {
        var expected = simulation.Brokers.Updates.GroupBy(u => u.AccountId)
            .Select(g => (Id: g.Key, Holdings: NaiveHoldings.After([.. g])))
            .Where(a => a.Holdings.LastSequence > 0)
            .ToDictionary(a => a.Id, a => NaiveHoldings.Text(a.Holdings));
        Assert.Equal(
            expected.OrderBy(e => e.Key, StringComparer.Ordinal),
            All(simulation.Cluster).ToDictionary(a => a.AccountId, a => NaiveHoldings.Text(a.Holdings)).OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    private static void NothingIsLeftToSend(Cluster cluster, int shard)
    {
        Assert.Empty(cluster.Store.Rows(shard, RowKeys.OutboxPrefix));
        Assert.Equal(cluster.Store.Commits(shard), cluster.Store.Header(shard)?.Header.Version ?? 0);
        Assert.True(cluster.Store.MostRows <= ShardTransaction.MaximumRows);
    }

    /// <summary>What was booked on an account is what was told, numbered without gaps, and nobody has acknowledged any; what is owed is what was drawn and not paid back.</summary>
    private static void EveryEntryIsToldOnce(Cluster cluster, AccountState account)
    {
        var told = cluster.Calls().Where(c => c.Kind == MarginEventKind.Booked && c.AccountId == account.AccountId).SelectMany(c => c.Entries!).OrderBy(e => e.Number).ToList();
        var ledger = account.Ledger ?? AccountLedger.Empty;
        Assert.Equal(Enumerable.Range(1, (int)ledger.Count).Select(n => (long)n), told.Select(e => e.Number));
        Assert.Equal(ledger.Pending, told);
        Assert.Equal(ledger.Loan, told.Where(e => e.Kind is AccountEntryKind.LoanDraw or AccountEntryKind.LoanRepayment).Sum(e => e.Amount));
        Assert.Equal(ledger.Loan > 0, ledger.InterestThrough is not null);
        Assert.Equal(
            Decisions(cluster).Where(d => d.AccountId == account.AccountId).SelectMany(d => d.Drawn ?? []).Sum(d => d.Amount),
            told.Where(e => e.Kind is AccountEntryKind.LoanDraw or AccountEntryKind.ReserveTransfer).Sum(e => e.Amount));
    }

    /// <summary>Decisions are numbered without gaps, and what they tell is what was sent: nothing more, nothing less, nothing twice.</summary>
    private static void EveryEventIsToldOnce(Cluster cluster)
    {
        var decisions = Decisions(cluster);
        foreach (var account in All(cluster))
        {
            Assert.Equal(
                Enumerable.Range(1, (int)account.DecisionCount).Select(n => (long)n),
                decisions.Where(d => d.AccountId == account.AccountId).Select(d => d.Number).Order());
        }

        var told = decisions.SelectMany(d => d.Events.Select(e => $"{d.Id}|{e}")).Order(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(told, cluster.Calls().Where(c => c.Kind != MarginEventKind.Booked).Select(c => c.Id).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            decisions.Where(d => d.After.JobId is not null && d.After.JobId != d.Before.JobId).Select(d => d.After.JobId).Order(StringComparer.Ordinal),
            cluster.Jobs().Select(j => j.JobId).Order(StringComparer.Ordinal));
    }
}
