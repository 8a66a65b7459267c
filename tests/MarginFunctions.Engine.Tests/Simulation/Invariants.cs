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
        Assert.All(Decisions(simulation.Cluster), record => MadeAgain.Check(record, simulation.Cluster.Parameters));
    }

    /// <summary>No crossing was lost: at the marks, the moment and the ranges that stand, no pool would change.</summary>
    public static void StatusesAreThoseOfTheMarks(Cluster cluster)
    {
        var marks = cluster.MarkSet();
        foreach (var account in All(cluster))
        {
            var resolved = ResolvedPortfolio.Resolve(account.Holdings.Portfolio, cluster.Parameters);
            var changes = PoolReview.Run(account, resolved, marks, cluster.Time.Now).Changes;
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
        Assert.Equal(told, cluster.Calls().Select(c => c.Id).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            decisions.Where(d => d.After.JobId is not null).Select(d => d.After.JobId).Order(StringComparer.Ordinal),
            cluster.Jobs().Select(j => j.JobId).Order(StringComparer.Ordinal));
    }
}
