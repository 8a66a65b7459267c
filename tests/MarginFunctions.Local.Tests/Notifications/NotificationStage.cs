using System.Text;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Hosting;
using MarginFunctions.Local.Tests.Embedded;

namespace MarginFunctions.Local.Tests.Notifications;

/// <summary>The notifier on the embedded queues in simulated time, posting to real web servers on this machine.</summary>
internal sealed class NotificationStage : IAsyncDisposable, ISecretSource
{
    public const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string OtherKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    public static readonly string Calls = EntityDefinition.SubscriptionPath(Entities.MarginCalls, Entities.Notifications);

    private static readonly CancellationToken None = CancellationToken.None;
    private readonly WebhookChannel channel;
    private readonly Notifier notifier;
    private readonly EngineHost host;
    private readonly TemporaryFile data;

    private NotificationStage(EngineHost host, TemporaryFile data)
    {
        this.host = host;
        this.data = data;
        channel = new WebhookChannel(new WebhookRules { AllowLoopback = true }, this, Time);
        notifier = host.CreateNotifier(channel);
    }

    public SimulatedTime Time => (SimulatedTime)host.Time;

    /// <summary>By name.</summary>
    public Dictionary<string, string> Secrets { get; } = new() { ["key"] = Key, ["other"] = OtherKey };

    public static async Task<NotificationStage> OpenAsync(params NotificationDestination[] destinations)
    {
        var time = new SimulatedTime(new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero));
        var data = new TemporaryFile();
        var host = await EngineHost.OpenAsync(data.Path, EmbeddedDurability.ThrowAway, RiskParametersFile.LoadSample(), time, None);
        await host.Webhooks.ReplaceAllAsync(destinations, None);
        return new NotificationStage(host, data);
    }

    public static NotificationDestination Webhook(string owner, string address, params string[] secrets) => new(owner, "main", "webhook", address, secrets.Length == 0 ? ["key"] : secrets);

    public static byte[] Call(string account) => Encoding.UTF8.GetBytes($$"""{"id":"{{account}}|cross|1|called","kind":"called","accountId":"{{account}}","at":"2026-05-19T13:00:00Z"}""");

    public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(Secrets.GetValueOrDefault(name));

    public Task CallAsync(params IEnumerable<string> accounts) =>
        host.Queues.SendAsync([.. accounts.Select(account => new OutgoingMessage(Entities.MarginCalls, $"{account}|cross|1|called", null, Call(account)))], None);

    /// <summary>Does what can be done now, as many at a time as an instance of the app.</summary>
    public async Task WorkAsync()
    {
        await RunAsync(Calls, notifier.NotifyAsync);
        await RunAsync(Entities.NotificationRetries, notifier.RetryAsync);
    }

    /// <summary>Moves the clock by so much at a time and does what is due.</summary>
    public async Task WorkAsync(int times, TimeSpan step)
    {
        for (var i = 0; i < times; i++)
        {
            Time.Advance(step);
            await WorkAsync();
        }
    }

    public Task<MessageCounts> CountAsync(string path) => host.Queues.CountAsync(path, None);

    public Task<IReadOnlyList<QueuedMessage>> PeekAsync(string path) => host.Queues.PeekAsync(path, 1000, 0, None);

    public Task<IReadOnlyList<QueuedMessage>> DeadLettersAsync(string path) => PeekAsync(EntityDefinition.DeadLetterPath(path));

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        channel.Dispose();
        data.Dispose();
    }

    private Task RunAsync(string path, Func<ReadOnlyMemory<byte>, CancellationToken, Task<NotificationOutcome>> handle) => Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
    {
        await Task.Yield();
        while (await NotificationStep.RunAsync(host.Queues, path, handle, None) is not null)
        {
        }
    }));
}
