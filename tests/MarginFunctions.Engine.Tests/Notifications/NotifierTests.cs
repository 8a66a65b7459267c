using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Engine.Tests.InMemory;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Notifications;

public sealed class NotifierTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ManualTime time = new();
    private readonly EngineMetrics metrics = new();
    private readonly InMemoryBus bus = new(new PortSteps());
    private readonly FakeChannel webhook = new("webhook");
    private readonly FakeChannel mail = new("mail");

    public void Dispose() => metrics.Dispose();

    [Fact]
    public async Task An_account_is_told_at_its_own_destinations_its_brokers_and_everyones()
    {
        var notifier = Notifier(Destination("alpha:A-1", "main"), Destination("alpha:", "gateway"), Destination("*", "desk", "mail"), Destination("alpha:A-2", "main"), Destination("beta:", "gateway"));

        Assert.Equal(NotificationOutcome.Done, await notifier.NotifyAsync(Call("alpha:A-1"), None));

        Assert.Equal(["alpha:/gateway", "alpha:A-1/main"], webhook.Got.Select(g => g.Destination).Order(StringComparer.Ordinal));
        Assert.Equal(["*/desk"], mail.Got.Select(g => g.Destination));
        Assert.Equal(Call("alpha:A-1"), webhook.Got[0].Body);
        Assert.Empty(Retries());
    }

    [Fact]
    public async Task An_account_without_a_destination_is_no_error()
    {
        Assert.Equal(NotificationOutcome.Done, await Notifier(Destination("A-2", "main")).NotifyAsync(Call("A-1"), None));

        Assert.Empty(webhook.Got);
        Assert.Empty(Retries());
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"id":"x","accountId":"a/b"}""")]
    [InlineData("""{"id":1,"accountId":"A-1"}""")]
    [InlineData("""{"id":"\ud800","accountId":"A-1"}""")]
    public async Task What_is_no_margin_call_is_a_dead_letter(string message) =>
        Assert.Equal("MalformedNotification", (await Notifier().NotifyAsync(Encoding.UTF8.GetBytes(message), None)).DeadLetterReason);

    [Theory]
    [InlineData(MarginEventKind.Called)]
    [InlineData(MarginEventKind.Reminder)]
    [InlineData(MarginEventKind.CallChanged)]
    [InlineData(MarginEventKind.Booked)]
    public async Task Customers_are_told_of_calls_reminders_changes_and_of_money_that_was_moved(MarginEventKind kind)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new MarginCallMessage($"A-1|cross|1|{kind}", kind, "A-1", "cross", MarginStatus.Called, ManualTime.Start, 110, 200, 100, 1.1m, "USDT", "A-1|cross|1", 15, ManualTime.Start.AddHours(1)),
            EngineJson.Default.MarginCallMessage);

        await Notifier(Destination("A-1", "main")).NotifyAsync(body, None);

        Assert.Equal(body, Assert.Single(webhook.Got).Body);
    }

    [Fact]
    public async Task A_message_of_a_newer_engine_is_passed_on_as_it_is()
    {
        var message = """{"id":"A-1|cross|1|reminder","kind":"reminder","accountId":"A-1","news":{"a":[1]}}"""u8.ToArray();

        await Notifier(Destination("A-1", "main")).NotifyAsync(message, None);

        Assert.Equal(message, Assert.Single(webhook.Got).Body);
    }

    [Fact]
    public async Task A_destination_that_fails_is_tried_again_alone()
    {
        webhook.Answer = d => d.Id == "b" ? new(DeliveryVerdict.Unavailable, "answered with 500") : DeliveryResult.Delivered;
        var notifier = Notifier(Destination("A-1", "a"), Destination("A-1", "b"), Destination("A-1", "c"));

        Assert.Equal(NotificationOutcome.Done, await notifier.NotifyAsync(Call("A-1"), None));
        var retry = Assert.Single(Retries());
        Assert.InRange(retry.ScheduledFor!.Value - time.Now, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        webhook.Answer = _ => DeliveryResult.Delivered;
        Assert.Equal(NotificationOutcome.Done, await notifier.RetryAsync(retry.Body, None));

        Assert.Equal(["A-1/a", "A-1/b", "A-1/c", "A-1/b"], webhook.Got.Select(g => g.Destination));
        Assert.All(webhook.Got, got => Assert.Equal((webhook.Got[0].Id, Encoding.UTF8.GetString(Call("A-1"))), (got.Id, Encoding.UTF8.GetString(got.Body))));
        Assert.Empty(Retries());
    }

    [Fact]
    public async Task A_receiver_that_fails_for_ever_is_given_up_after_its_last_attempt_with_the_reason()
    {
        webhook.Answer = _ => new(DeliveryVerdict.Unavailable, "answered with 500");
        var notifier = Notifier(Destination("A-1", "main"));

        var (outcome, attempts, took) = await RunToTheEndAsync(notifier, Call("A-1"));

        Assert.Equal(("NotificationGivenUp", "A-1/main: answered with 500; given up after attempt 20"), (outcome.DeadLetterReason, outcome.Description));
        Assert.Equal(RetrySchedule.Attempts, attempts);
        Assert.InRange(took, TimeSpan.FromHours(8), TimeSpan.FromHours(13));
    }

    [Theory]
    [InlineData(DeliveryVerdict.Refused, 3)]
    [InlineData(DeliveryVerdict.Hopeless, 1)]
    public async Task A_receiver_that_refuses_is_given_up_soon(DeliveryVerdict verdict, int attempts)
    {
        webhook.Answer = _ => new(verdict, "answered with 4xx");

        var (outcome, made, _) = await RunToTheEndAsync(Notifier(Destination("A-1", "main")), Call("A-1"));

        Assert.Equal(($"A-1/main: answered with 4xx; given up after attempt {attempts}", attempts), (outcome.Description, made));
    }

    [Fact]
    public async Task What_is_put_off_keeps_its_attempts()
    {
        var busy = 40;
        webhook.Answer = _ => busy-- > 0 ? new(DeliveryVerdict.Deferred, "busy") : DeliveryResult.Delivered;

        var (outcome, calls, _) = await RunToTheEndAsync(Notifier(Destination("A-1", "main")), Call("A-1"));

        Assert.Equal((NotificationOutcome.Done, 41), (outcome, calls));
    }

    [Fact]
    public async Task One_that_is_given_up_at_once_does_not_keep_the_others_from_being_told_or_tried_again()
    {
        webhook.Answer = d => d.Id switch
        {
            "gone" => new(DeliveryVerdict.Hopeless, "answered with 410: it is gone"),
            "down" => new(DeliveryVerdict.Unavailable, "answered with 503"),
            _ => DeliveryResult.Delivered,
        };

        var outcome = await Notifier(Destination("A-1", "down"), Destination("A-1", "gone"), Destination("A-1", "up")).NotifyAsync(Call("A-1"), None);

        Assert.Equal("A-1/gone: answered with 410: it is gone; given up after attempt 1", outcome.Description);
        Assert.Single(Retries());
    }

    [Fact]
    public async Task A_message_that_is_handled_twice_plans_one_retry()
    {
        webhook.Answer = _ => new(DeliveryVerdict.Unavailable, "answered with 500");
        var notifier = Notifier(Destination("A-1", "main"));

        await notifier.NotifyAsync(Call("A-1"), None);
        await notifier.NotifyAsync(Call("A-1"), None);

        Assert.Single(Retries());
        Assert.Equal(1, bus.Dropped);
    }

    [Fact]
    public async Task A_wrong_entry_of_the_directory_or_a_kind_without_a_channel_is_told_and_concerns_no_one_else()
    {
        var notifier = Notifier(Destination("A-1", "main"), Destination("A-1", "p", "push"), Destination("A-1", "q", ""), new NotificationDestination("A-1", "r", "webhook", "https://x.example/", ["not a name"]));

        var outcome = await notifier.NotifyAsync(Call("A-1"), None);

        Assert.Equal(["A-1/main"], webhook.Got.Select(g => g.Destination));
        Assert.Equal(
            [
                "A-1/p: no channel of this deployment delivers to 'push'; given up after attempt 1",
                "A-1/q: its entry in the directory is wrong: kind is required; given up after attempt 1",
                "A-1/r: its entry in the directory is wrong: the name of a secret must be 1 to 64 of A-Z a-z 0-9 -; given up after attempt 1",
            ],
            outcome.Description.Split('\n'));
    }

    [Fact]
    public async Task A_retry_goes_to_the_address_of_now_and_to_none_when_it_was_taken_out()
    {
        webhook.Answer = _ => new(DeliveryVerdict.Unavailable, "answered with 500");
        var directory = new InMemoryNotificationDirectory(Destination("A-1", "main"));
        var notifier = new Notifier([webhook], directory, bus, metrics, time);
        await notifier.NotifyAsync(Call("A-1"), None);
        var retry = Assert.Single(Retries());

        await directory.ReplaceAllAsync([Destination("A-1", "main") with { Address = "https://new.example.com/" }], None);
        await notifier.RetryAsync(retry.Body, None);
        await directory.ReplaceAllAsync([], None);

        Assert.Equal(NotificationOutcome.Done, await notifier.RetryAsync(retry.Body, None));
        Assert.Equal(["https://example.com/", "https://new.example.com/"], webhook.Got.Select(g => g.Address));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"eventId":"x","accountId":"A-1","owner":"A-1","destination":"main","attempt":0,"deferrals":0,"lastReason":"r","message":"{}"}""")]
    [InlineData("""{"eventId":"x","accountId":"a/b","owner":"A-1","destination":"main","attempt":2,"deferrals":0,"lastReason":"r","message":"{}"}""")]
    public async Task What_is_no_retry_is_a_dead_letter(string message) =>
        Assert.Equal("MalformedNotification", (await Notifier().RetryAsync(Encoding.UTF8.GetBytes(message), None)).DeadLetterReason);

    [Fact]
    public void Two_channels_of_one_kind_are_a_mistake() =>
        Assert.Throws<ArgumentException>(() => new Notifier([webhook, new FakeChannel("webhook")], new InMemoryNotificationDirectory(), bus, metrics, time));

    private static NotificationDestination Destination(string owner, string id, string kind = "webhook") => new(owner, id, kind, "https://example.com/", ["s"]);

    private static byte[] Call(string account) => Encoding.UTF8.GetBytes($$"""{"id":"{{account}}|cross|1|called","kind":"called","accountId":"{{account}}","at":"2026-05-19T13:00:00Z","equity":"450"}""");

    private Notifier Notifier(params NotificationDestination[] destinations) => new([webhook, mail], new InMemoryNotificationDirectory(destinations), bus, metrics, time);

    private List<OutgoingMessage> Retries()
    {
        var at = bus.At(Entities.NotificationRetries);
        List<OutgoingMessage> retries = [.. at];
        at.Clear();
        return retries;
    }

    /// <summary>Moves the clock from retry to retry, as the bus does.</summary>
    private async Task<(NotificationOutcome Outcome, int Attempts, TimeSpan Took)> RunToTheEndAsync(Notifier notifier, byte[] call)
    {
        var started = time.Now;
        var outcome = await notifier.NotifyAsync(call, None);
        while (Retries() is [var retry])
        {
            Assert.True(retry.ScheduledFor > time.Now);
            time.Now = retry.ScheduledFor!.Value;
            outcome = await notifier.RetryAsync(retry.Body, None);
        }

        return (outcome, webhook.Got.Count, time.Now - started);
    }

    /// <summary>A channel that answers as it is told.</summary>
    private sealed class FakeChannel(string kind) : INotificationChannel
    {
        public string Kind => kind;

        public List<(string Id, string Destination, string Address, byte[] Body)> Got { get; } = [];

        public Func<NotificationDestination, DeliveryResult> Answer { get; set; } = _ => DeliveryResult.Delivered;

        public Task<DeliveryResult> DeliverAsync(Notification notification, NotificationDestination destination, CancellationToken cancellationToken)
        {
            lock (Got)
            {
                Got.Add((notification.Id, destination.Name, destination.Address, notification.Body.ToArray()));
            }

            return Task.FromResult(Answer(destination));
        }
    }
}
