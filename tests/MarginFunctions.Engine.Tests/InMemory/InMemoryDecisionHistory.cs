using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Decisions in memory, by key.</summary>
internal sealed class InMemoryDecisionHistory(PortSteps steps) : IDecisionHistory
{
    private readonly SortedDictionary<string, ShardRow> rows = new(StringComparer.Ordinal);

    public async Task AppendAsync(IReadOnlyList<ShardRow> decisions, CancellationToken cancellationToken)
    {
        await steps.Enter($"history.Append {decisions.Count}").ConfigureAwait(false);
        foreach (var decision in decisions)
        {
            lock (rows)
            {
                rows[decision.Key] = decision;
            }

            await steps.Between("history.Append").ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<ShardRow>> ReadAsync(string accountId, int most, CancellationToken cancellationToken)
    {
        await steps.Enter("history.Read").ConfigureAwait(false);
        return [.. Now().Where(r => r.Key.StartsWith($"{RowKeys.DecisionPrefix}{accountId}|", StringComparison.Ordinal)).Reverse().Take(most)];
    }

    /// <summary>All decisions, in key order.</summary>
    public IReadOnlyList<ShardRow> Now()
    {
        lock (rows)
        {
            return [.. rows.Values];
        }
    }
}
