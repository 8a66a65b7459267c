using System.Collections.Concurrent;

namespace MarginFunctions.Engine.Shards;

/// <summary>The shards that this process has in memory, each for one user at a time.</summary>
internal sealed class ShardCache
{
    private readonly ConcurrentDictionary<int, Slot> slots = new();

    /// <summary>Waits for the shard's turn. A session admits one processor at a time, but a lost lock may admit a second in the same process.</summary>
    public async Task<Turn> EnterAsync(int shard, CancellationToken cancellationToken)
    {
        var slot = slots.GetOrAdd(shard, _ => new Slot());
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(slot);
    }

    internal sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public LoadedShard? Loaded { get; set; }

        public LoadedShard? Last { get; set; }
    }

    /// <summary>The right to use a shard's copy until disposed.</summary>
    internal readonly struct Turn(Slot slot) : IDisposable
    {
        /// <summary>The copy; null when there is none.</summary>
        public LoadedShard? Loaded
        {
            get => slot.Loaded;
            set => slot.Loaded = value;
        }

        /// <summary>The copy that was used last, whatever became of it: what it knows of an account holds as long as the account's row is the same.</summary>
        public LoadedShard? Last
        {
            get => slot.Last;
            set => slot.Last = value;
        }

        public void Dispose() => slot.Gate.Release();
    }
}
