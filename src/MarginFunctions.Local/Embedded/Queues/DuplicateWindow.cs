using System.Runtime.InteropServices;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>
/// The message ids that an entity has taken lately. Looked up in memory; in the file one row a batch, appended, because an index over ids would write a page for each message.
/// </summary>
internal sealed class DuplicateWindow(long number, TimeSpan window) : IWriterState
{
    private const long PurgeEvery = 1_000;
    private readonly long first = number << QueueState.SequenceBits;
    private readonly long end = (number + 1) << QueueState.SequenceBits;
    private readonly long milliseconds = (long)window.TotalMilliseconds;
    private readonly Dictionary<MessageFingerprint, long> seen = [];
    private readonly List<MessageFingerprint> added = [];
    private long next;
    private long nextPurge;

    /// <summary>Takes an id, to be written by <see cref="Write"/>.</summary>
    /// <returns>False when it has been taken within the window.</returns>
    public bool Add(MessageFingerprint id, long now)
    {
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, id, out var known);
        if (known && at + milliseconds > now)
        {
            return false;
        }

        at = now;
        added.Add(id);
        return true;
    }

    public void Write(SqlSession session, long now)
    {
        if (now >= nextPurge)
        {
            Purge(session, now);
            nextPurge = now + PurgeEvery;
        }

        if (added.Count > 0)
        {
            using var insert = session.Use("INSERT INTO sent (id, at, fingerprints) VALUES (?1, ?2, ?3)");
            insert.Bind(1, next++).Bind(2, now).Bind(3, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(added))).Run();
            added.Clear();
        }
    }

    public void Reload(SqlSession session)
    {
        seen.Clear();
        added.Clear();
        next = first;
        nextPurge = 0;
        using var select = session.Use("SELECT id, at, fingerprints FROM sent WHERE id >= ?1 AND id < ?2 ORDER BY id");
        select.Bind(1, first).Bind(2, end);
        while (select.Read())
        {
            next = select.Int64(0) + 1;
            foreach (var id in Fingerprints(select, 2))
            {
                seen[id] = select.Int64(1);
            }
        }
    }

    private void Purge(SqlSession session, long now)
    {
        var last = first - 1;
        using (var select = session.Use("SELECT id, at, fingerprints FROM sent WHERE id >= ?1 AND id < ?2 ORDER BY id"))
        {
            select.Bind(1, first).Bind(2, end);
            while (select.Read() && select.Int64(1) + milliseconds <= now)
            {
                last = select.Int64(0);
                foreach (var id in Fingerprints(select, 2))
                {
                    if (seen.TryGetValue(id, out var at) && at + milliseconds <= now)
                    {
                        seen.Remove(id);
                    }
                }
            }
        }

        if (last >= first)
        {
            using var delete = session.Use("DELETE FROM sent WHERE id BETWEEN ?1 AND ?2");
            delete.Bind(1, first).Bind(2, last).Run();
        }
    }

    private static ReadOnlySpan<MessageFingerprint> Fingerprints(Statement row, int column) => MemoryMarshal.Cast<byte, MessageFingerprint>(row.Bytes(column));
}
