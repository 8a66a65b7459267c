using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>
/// Durable queues, topics, sessions and dead letters in the embedded file, with the semantics of Azure Service Bus. What a completed call did is in the file; locks are not, because
/// a receiver does not outlive the process that has the file open. Lock ends, schedules and expiries follow the given clock.
/// </summary>
public sealed partial class EmbeddedQueues : IMessageSender
{
    private readonly EmbeddedDatabase database;
    private readonly TimeProvider time;
    private readonly QueueTopology topology;

    private EmbeddedQueues(EmbeddedDatabase database, TimeProvider time, QueueTopology topology)
    {
        this.database = database;
        this.time = time;
        this.topology = topology;
    }

    /// <summary>Opens the queues of a file, creating those it does not have yet. One instance a database.</summary>
    /// <param name="database">The file.</param>
    /// <param name="entities">The queues and topics; <see cref="Entities.Definitions"/> are the engine's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<EmbeddedQueues> OpenAsync(
        EmbeddedDatabase database, IReadOnlyList<EntityDefinition> entities, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(entities);
        foreach (var entity in entities)
        {
            entity.ThrowIfInvalid();
        }

        var topology = await database.WriteAsync(scope => new QueueTopology(scope, entities), cancellationToken);
        return new EmbeddedQueues(database, time, topology);
    }

    /// <summary>How many messages a path holds.</summary>
    public Task<MessageCounts> CountAsync(string path, CancellationToken cancellationToken)
    {
        var queue = topology.Queue(path);
        return RunAsync(queue, (_, _) => queue.Counts, cancellationToken);
    }

    /// <summary>Messages of a path in order, locked ones included and without locking any.</summary>
    /// <param name="path">A queue, subscription or dead-letter queue.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="fromSequenceNumber">The first sequence number of interest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<IReadOnlyList<QueuedMessage>> PeekAsync(string path, int most, long fromSequenceNumber, CancellationToken cancellationToken)
    {
        var queue = topology.Queue(path);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequenceNumber);
        return RunAsync<IReadOnlyList<QueuedMessage>>(
            queue,
            (scope, _) => [.. MessageTable.Read(scope.Session, queue.First + fromSequenceNumber, queue.End, most).Select(row => QueuedMessage.Of(path, row))],
            cancellationToken);
    }

    private Task<T> RunAsync<T>(QueueState queue, Func<WriteScope, long, T> operation, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            var now = Now();
            queue.Begin(scope, now);
            return operation(scope, now);
        },
        cancellationToken);

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
