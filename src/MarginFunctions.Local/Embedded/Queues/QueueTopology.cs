using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>Every entity and path, with its memory.</summary>
internal sealed class QueueTopology
{
    private readonly Dictionary<string, EntityRoute> routes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueueState> queues = new(StringComparer.Ordinal);

    public QueueTopology(WriteScope scope, IReadOnlyList<EntityDefinition> entities)
    {
        foreach (var entity in entities)
        {
            var targets = entity.Paths.Select(path => Open(scope.Session, path, entity)).ToArray();
            var sent = new DuplicateWindow(Number(scope.Session, entity.Name), entity.DuplicateWindow);
            sent.Reload(scope.Session);
            routes.Add(entity.Name, new EntityRoute(entity, sent, targets));
        }
    }

    public EntityRoute Route(string entity) => routes.TryGetValue(entity, out var route)
        ? route
        : throw new ArgumentException($"There is no queue or topic '{entity}'. There are: {string.Join(", ", routes.Keys)}.", nameof(entity));

    public QueueState Queue(string path) => queues.TryGetValue(path, out var queue)
        ? queue
        : throw new ArgumentException($"Nothing can be received from '{path}'. There are: {string.Join(", ", queues.Keys)}.", nameof(path));

    public PlainQueueState Plain(string path) => Queue(path) as PlainQueueState
        ?? throw new ArgumentException($"'{path}' has sessions: accept one and receive from it.", nameof(path));

    public SessionQueueState WithSessions(string path) => Queue(path) as SessionQueueState
        ?? throw new ArgumentException($"'{path}' has no sessions: receive from it by its path.", nameof(path));

    private QueueState Open(SqlSession session, string path, EntityDefinition entity)
    {
        var deadPath = EntityDefinition.DeadLetterPath(path);
        var dead = new PlainQueueState(deadPath, Number(session, deadPath), entity, deadLetters: null);
        var number = Number(session, path);
        QueueState queue = entity.RequiresSession
            ? new SessionQueueState(path, number, entity, dead)
            : new PlainQueueState(path, number, entity, dead);
        foreach (var state in (QueueState[])[dead, queue])
        {
            state.Reload(session);
            queues.Add(state.Path, state);
        }

        return queue;
    }

    /// <summary>The number that a path has in the file, for ever; numbers begin at one, sequences too.</summary>
    private static long Number(SqlSession session, string path)
    {
        using (var insert = session.Use("INSERT INTO queue (path, reserved) VALUES (?1, 1) ON CONFLICT (path) DO NOTHING"))
        {
            insert.Bind(1, path).Run();
        }

        using var select = session.Use("SELECT number FROM queue WHERE path = ?1");
        select.Bind(1, path).Read();
        return select.Int64(0);
    }
}
