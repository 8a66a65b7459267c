using System.Text;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

/// <summary>Queues on a clock that the test moves.</summary>
public abstract class QueueTests : IAsyncLifetime
{
    protected const string Plain = "plain";
    protected const string Sessions = "sessions";
    protected const string Topic = "topic";
    protected const string First = "topic/subscriptions/first";
    protected const string Second = "topic/subscriptions/second";
    protected static readonly CancellationToken None = CancellationToken.None;
    protected static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(30);
    protected static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);
    protected static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);
    protected const int MaxDeliveryCount = 3;

    private readonly TemporaryFile file = new();
    private EmbeddedDatabase? database;
    private EmbeddedQueues? queues;

    protected SimulatedTime Time { get; } = new(new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero));

    protected EmbeddedQueues Queues => queues!;

    public async Task InitializeAsync() => await OpenAsync();

    public async Task DisposeAsync()
    {
        await database!.DisposeAsync();
        file.Dispose();
    }

    /// <summary>Closes the file and opens it as a new process would.</summary>
    protected async Task RestartAsync()
    {
        await database!.DisposeAsync();
        await OpenAsync();
    }

    protected Task SendAsync(string entity, params string[] ids) => Queues.SendAsync([.. ids.Select(id => Message(entity, id))], None);

    protected Task SendToSessionAsync(string session, params string[] ids) =>
        Queues.SendAsync([.. ids.Select(id => Message(Sessions, id) with { SessionId = session })], None);

    protected static OutgoingMessage Message(string entity, string id) => new(entity, id, null, Encoding.UTF8.GetBytes($"body of {id}"));

    protected Task<IReadOnlyList<LockedMessage>> ReceiveAsync(string path, int most = 100) => Queues.ReceiveAsync(path, most, None);

    protected async Task<LockedMessage> ReceiveOneAsync(string path) => Assert.Single(await ReceiveAsync(path, 1));

    protected Task<LockedSession?> AcceptAsync() => Queues.AcceptNextSessionAsync(Sessions, None);

    protected static string[] Ids(IEnumerable<QueuedMessage> messages) => [.. messages.Select(message => message.MessageId)];

    private static EntityDefinition Entity(string name, bool sessions, params string[] subscriptions) =>
        new(name, sessions, subscriptions, LockDuration, MaxDeliveryCount, DuplicateWindow, TimeToLive);

    private async Task OpenAsync()
    {
        database = EmbeddedDatabase.Open(file.Path);
        queues = await EmbeddedQueues.OpenAsync(
            database, [Entity(Plain, false), Entity(Sessions, true), Entity(Topic, false, "first", "second")], Time, None);
    }
}
