using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Shards;

/// <summary>The bands of a whole shard.</summary>
internal static class TightestBands
{
    /// <summary>By symbol, the marks at which no account of the shard changes its status, once changes are made.</summary>
    public static Dictionary<string, PriceBand> Of(RiskParameters parameters, LoadedShard shard, IReadOnlyDictionary<string, AccountChange> changes)
    {
        var tightest = new PriceBand[parameters.Symbols.Count];
        Array.Fill(tightest, PriceBand.Everything);
        var isUsed = new bool[tightest.Length];
        void Take(AccountEntry entry)
        {
            for (var i = 0; i < entry.Bands.Length; i++)
            {
                var symbol = entry.Resolved.Symbols[i];
                tightest[symbol] = tightest[symbol].Intersect(entry.Bands[i]);
                isUsed[symbol] = true;
            }
        }

        foreach (var (accountId, entry) in shard.Accounts)
        {
            Take(changes.GetValueOrDefault(accountId)?.Entry ?? entry);
        }

        foreach (var (accountId, change) in changes)
        {
            if (change.Entry is { } entry && !shard.Accounts.ContainsKey(accountId))
            {
                Take(entry);
            }
        }

        // A symbol that nothing depends on any more keeps its row, wide open.
        return parameters.Symbols
            .Select((symbol, index) => (symbol, index))
            .Where(s => isUsed[s.index] || shard.Published.ContainsKey(s.symbol))
            .ToDictionary(s => s.symbol, s => tightest[s.index], StringComparer.Ordinal);
    }
}
