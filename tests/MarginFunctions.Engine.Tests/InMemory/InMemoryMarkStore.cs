using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Marks in memory, each row by itself: many are not read or written at one moment.</summary>
internal sealed class InMemoryMarkStore(PortSteps steps) : IMarkStore
{
    private readonly SortedDictionary<string, Mark> marks = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<Mark>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await steps.Enter("marks.Read").ConfigureAwait(false);
        var first = Some(part: 0);
        await steps.Between("marks.Read").ConfigureAwait(false);
        var second = Some(part: 1);
        await steps.Leave("marks.Read").ConfigureAwait(false);
        return [.. first, .. second];
    }

    public async Task<IReadOnlyList<bool>> AdvanceAsync(IReadOnlyList<Mark> advanced, CancellationToken cancellationToken)
    {
        await steps.Enter("marks.Advance").ConfigureAwait(false);
        var stored = new List<bool>();
        foreach (var mark in advanced)
        {
            stored.Add(Put(mark));
            await steps.Between("marks.Advance").ConfigureAwait(false);
        }

        return stored;
    }

    /// <summary>Stores a mark if it is later, at once.</summary>
    public bool Put(Mark mark)
    {
        lock (marks)
        {
            if (marks.TryGetValue(mark.Symbol, out var known) && known.AsOf >= mark.AsOf)
            {
                return false;
            }

            marks[mark.Symbol] = mark;
            return true;
        }
    }

    /// <summary>The marks as they are now.</summary>
    public IReadOnlyList<Mark> Now()
    {
        lock (marks)
        {
            return [.. marks.Values];
        }
    }

    private IEnumerable<Mark> Some(int part) => Now().Where(m => m.Symbol[0] % 2 == part);
}
