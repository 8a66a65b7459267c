using System.Buffers.Binary;
using System.Security.Cryptography;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>
/// What a queue, subscription or dead-letter queue keeps in memory beside its rows. Only write operations call it, one at a time; each begins with <see cref="Begin"/>.
/// </summary>
internal abstract partial class QueueState : IWriterState
{
    public const int SequenceBits = 48;
    public const long SequenceMask = (1L << SequenceBits) - 1;

    // Numbers are reserved in the file this many at a time, so that none is used again after a crash and few writes go to it.
    private const long ReservedAtATime = 1 << 20;

    private static readonly ulong TokenPrefix = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private static long tokens;

    private readonly long number;
    private readonly int maxDeliveryCount;
    private readonly long timeToLive;
    private readonly PriorityQueue<long, (long Due, long Id)> scheduled = new();
    private readonly Dictionary<long, MessageLock> locks = [];
    private long next;
    private long reserved;
    private long nextExpiry;
    private TaskCompletionSource? changed;

    protected QueueState(string path, long number, EntityDefinition entity, QueueState? deadLetters)
    {
        Path = path;
        this.number = number;
        First = number << SequenceBits;
        End = (number + 1) << SequenceBits;
        DeadLetters = deadLetters;
        LockMilliseconds = (long)entity.LockDuration.TotalMilliseconds;
        maxDeliveryCount = deadLetters is null ? int.MaxValue : entity.MaxDeliveryCount;
        timeToLive = deadLetters is null ? long.MaxValue / 2 : (long)entity.TimeToLive.TotalMilliseconds;
    }

    public string Path { get; }

    /// <summary>Where it puts what it gives up; null when it is itself a dead-letter queue, whose messages stay until they are completed.</summary>
    public QueueState? DeadLetters { get; }

    /// <summary>Whether a receiver would get something.</summary>
    public abstract bool HasReceivable { get; }

    public MessageCounts Counts => new(Stored - locks.Count, scheduled.Count, locks.Count, DeadLetters?.Stored ?? 0);

    /// <summary>The first id of its rows.</summary>
    public long First { get; }

    /// <summary>The id after its last possible row.</summary>
    public long End { get; }

    protected long LockMilliseconds { get; }

    /// <summary>How many visible messages it has, locked ones included.</summary>
    protected long Stored { get; private set; }

    protected int Locked => locks.Count;

    /// <summary>Opens it to an operation: publishes what is due, takes back what was locked too long, gives up what is too old.</summary>
    public void Begin(WriteScope scope, long now)
    {
        scope.Touch(this);
        while (scheduled.TryPeek(out var id, out var at) && at.Due <= now)
        {
            scheduled.Dequeue();
            var newId = NextId(scope.Session);
            var session = MessageTable.Publish(scope.Session, id, newId, now);
            Arrive(scope, newId, session, now);
        }

        ReleaseExpired(scope, now);
        if (now >= nextExpiry)
        {
            DeadLetterExpired(scope, now);
        }
    }

    /// <summary>Adds a message, at once or when it is due.</summary>
    public void Add(WriteScope scope, OutgoingMessage message, long now)
    {
        var id = NextId(scope.Session);
        if (message.ScheduledFor?.ToUnixTimeMilliseconds() is { } due && due > now)
        {
            MessageTable.InsertScheduled(scope.Session, id, message, due);
            scheduled.Enqueue(id, (due, id));
        }
        else
        {
            MessageTable.Insert(scope.Session, id, message, now);
            Arrive(scope, id, message.SessionId, now);
        }
    }

    /// <summary>Ends when something may have become receivable by someone's doing; <see cref="NextInstant"/> says when time will do it.</summary>
    public Task Changed()
    {
        changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return changed.Task;
    }

    /// <summary>The next time, unix ms, at which something may become receivable by itself.</summary>
    public long NextInstant()
    {
        var due = scheduled.TryPeek(out _, out var at) ? at.Due : long.MaxValue;
        return Math.Min(due, NextLockEnd());
    }

    /// <summary>Wakes those who wait, once the operation has committed.</summary>
    public void Announce(WriteScope scope) => scope.OnCommit(Wake);

    public void Reload(SqlSession session)
    {
        locks.Clear();
        scheduled.Clear();
        nextExpiry = 0;
        using (var select = session.Use("SELECT reserved FROM queue WHERE number = ?1"))
        {
            select.Bind(1, number).Read();
            next = reserved = select.Int64(0);
        }

        using (var select = session.Use("SELECT id, due FROM scheduled WHERE id >= ?1 AND id < ?2"))
        {
            select.Bind(1, First).Bind(2, End);
            while (select.Read())
            {
                scheduled.Enqueue(select.Int64(0), (select.Int64(1), select.Int64(0)));
            }
        }

        Stored = ReloadMessages(session);
        Wake();
    }

    /// <summary>Reads anew what the kind of queue keeps about visible messages; none is locked.</summary>
    /// <returns>How many there are.</returns>
    protected abstract long ReloadMessages(SqlSession session);

    /// <summary>Makes a message receivable: a new one, or one taken back.</summary>
    protected abstract void MakeReady(long id, string? session, bool isNew);

    /// <summary>A message that was receivable is no longer in the queue.</summary>
    protected abstract void Forget(long id, string? session);

    /// <summary>Says that a message is no longer locked.</summary>
    /// <returns>Its session.</returns>
    protected abstract string? Unlocked(long id);

    protected abstract void ReleaseExpired(WriteScope scope, long now);

    protected abstract long Prolong(long id, long now);

    /// <summary>The earliest end of a lock, or <see cref="long.MaxValue"/>.</summary>
    protected abstract long NextLockEnd();

    protected static Guid NewToken()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, TokenPrefix);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Interlocked.Increment(ref tokens));
        return new Guid(bytes);
    }

    /// <summary>Hands out a message whose delivery has been counted in the file.</summary>
    protected LockedMessage Deliver(in MessageRow row, long until)
    {
        var delivered = row with { Deliveries = row.Deliveries + 1 };
        var token = NewToken();
        locks[row.Id] = new MessageLock(token, until, row.Enqueued, row.Failures);
        return new LockedMessage(Path, delivered, token, until);
    }

    private void Wake()
    {
        changed?.TrySetResult();
        changed = null;
    }

    private void Arrive(WriteScope scope, long id, string? session, long now)
    {
        Stored++;
        MakeReady(id, session, isNew: true);
        nextExpiry = Math.Min(nextExpiry, now + timeToLive);
    }

    private long NextId(SqlSession session)
    {
        if (next == reserved)
        {
            reserved = next + ReservedAtATime;
            using var update = session.Use("UPDATE queue SET reserved = ?2 WHERE number = ?1");
            update.Bind(1, number).Bind(2, reserved).Run();
        }

        return First + next++;
    }
}
