using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>
/// What the protocol is for, at every moment and not only at rest: whatever the marks do inside the bands that are published for a shard, no pool that is stored in it changes its status. So every mark
/// that would change one leaves a band, and ingestion tells.
/// </summary>
internal static class PublishedBands
{
    private const int Probes = 3;

    public static void Hold(Cluster cluster, int shard, Random random, bool areOfOneMoment)
    {
        var bands = cluster.Bands.Now(shard);
        foreach (var account in cluster.Accounts(shard))
        {
            var resolved = ResolvedPortfolio.Resolve(account.Portfolio(cluster.Parameters.AccountCurrency), cluster.Parameters);
            foreach (var symbol in resolved.Symbols.Select(s => cluster.Parameters.Symbols[s]))
            {
                Assert.True(bands.ContainsKey(symbol), $"{account.AccountId} depends on {symbol}, for which nothing is published.");
            }

            // A band without a mark in it makes every mark tell, so its pools need no more.
            var bounded = resolved.Pools.Where(p => (areOfOneMoment || p.IsSeparable) && p.Symbols.All(s => !bands[cluster.Parameters.Symbols[s]].IsEmpty)).Select(p => p.Key).ToHashSet();
            for (var probe = 0; probe < Probes; probe++)
            {
                var marks = Inside(cluster, resolved, bands, random);
                var changes = PoolReview.Run(account, resolved, marks, ManualTime.Start).Changes.Where(c => c.IsCrossing && bounded.Contains(c.Before.Pool)).ToList();
                Assert.True(changes.Count == 0, $"{account.AccountId} would change inside its bands: {string.Join(", ", changes.Select(c => $"{c.Before} to {c.After.Status}"))}.");
            }
        }
    }

    /// <summary>Marks inside the bands, mostly on their ends.</summary>
    private static MarkSet Inside(Cluster cluster, ResolvedPortfolio resolved, Dictionary<string, PriceBand> bands, Random random)
    {
        var marks = cluster.MarkSet();
        foreach (var symbol in resolved.Symbols.Where(s => marks.Find(s) is not null))
        {
            var band = bands[cluster.Parameters.Symbols[symbol]];
            var low = Math.Max(band.Low, 0.01m);
            var high = Math.Min(band.High, 1_000_000);
            if (low <= high)
            {
                marks = marks.With(symbol, random.Next(5) switch { 0 or 1 => low, 2 or 3 => high, _ => low + (high - low) * random.Next(1_000) / 1_000 });
            }
        }

        return marks;
    }
}
