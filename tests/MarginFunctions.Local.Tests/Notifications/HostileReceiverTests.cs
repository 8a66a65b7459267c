using System.Net;
using System.Net.Sockets;
using System.Text;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Notifications;
using Xunit;

namespace MarginFunctions.Local.Tests.Notifications;

/// <summary>What receivers can do wrong, each beside one that does right.</summary>
public sealed class HostileReceiverTests
{
    private const string Retries = Entities.NotificationRetries;

    [Fact]
    public async Task A_receiver_gets_the_message_as_it_is_with_headers_that_verify()
    {
        await using var receiver = await TestReceiver.AnsweringAsync(204);
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", receiver.Address, "key", "other"));
        await stage.CallAsync("A-1");

        await stage.WorkAsync();

        var got = Assert.Single(receiver.Got);
        Assert.Equal(NotificationStage.Call("A-1"), got.Body);
        Assert.Equal(("application/json", $"{stage.Time.GetUtcNow().ToUnixTimeSeconds()}"), (got.Headers["Content-Type"], got.Timestamp));
        Assert.Equal(WebhookVerdict.Genuine, Verify(got, stage, NotificationStage.Key));
        Assert.Equal(WebhookVerdict.Genuine, Verify(got, stage, NotificationStage.OtherKey));
        Assert.DoesNotContain(got.Headers.Keys, name => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(0, (await stage.CountAsync(NotificationStage.Calls)).Active);
    }

    [Fact]
    public async Task Receivers_that_hang_do_not_delay_others_and_are_left_alone_after_a_while()
    {
        var release = new TaskCompletionSource();
        await using var hanging = await TestReceiver.StartAsync(context => release.Task.WaitAsync(context.RequestAborted));
        TestReceiver[] good = [await TestReceiver.AnsweringAsync(200), await TestReceiver.AnsweringAsync(200), await TestReceiver.AnsweringAsync(200), await TestReceiver.AnsweringAsync(200)];
        await using var stage = await NotificationStage.OpenAsync(
            [NotificationStage.Webhook("hang:", hanging.Address), .. good.Select((receiver, i) => NotificationStage.Webhook($"good-{i}:", receiver.Address))]);

        // Those of the hanging one stand in front.
        await stage.CallAsync([.. Enumerable.Range(0, 40).Select(i => $"hang:{i}"), .. Enumerable.Range(0, 100).Select(i => $"good-{i % 4}:{i}")]);
        var work = stage.WorkAsync();
        await UntilAsync(() => hanging.Got.Count == 4);

        // The others are told while the first four wait for an answer, which would take ten seconds.
        var waited = TimeSpan.Zero;
        for (; good.Sum(receiver => receiver.Got.Count) < 100; waited += TimeSpan.FromMilliseconds(300))
        {
            Assert.True(waited < TimeSpan.FromSeconds(9), $"{good.Sum(receiver => receiver.Got.Count)} of 100 were told within {waited}");
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
            stage.Time.Advance(TimeSpan.FromMilliseconds(300));
        }

        Assert.False(work.IsCompleted);
        Assert.Equal(4, hanging.Got.Count);
        stage.Time.Advance(TimeSpan.FromSeconds(10));
        await work;
        Assert.Equal(0, (await stage.CountAsync(NotificationStage.Calls)).Active);
        Assert.Equal(40, await WaitingAsync(stage));

        // Four attempts without an answer: the host is left alone, and the rest is put off without an attempt.
        stage.Time.Advance(TimeSpan.FromSeconds(3));
        await stage.WorkAsync();
        Assert.Equal(4, hanging.Got.Count);
        release.SetResult();
        await stage.WorkAsync(60, TimeSpan.FromSeconds(30));
        Assert.Equal(0, await WaitingAsync(stage));
        Assert.Equal(40, hanging.Got.Select(got => got.Id).Distinct().Count());
        foreach (var receiver in good)
        {
            await receiver.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_receiver_that_answers_500_for_ever_is_tried_twenty_times_and_becomes_a_dead_letter_with_the_reason()
    {
        await using var broken = await TestReceiver.AnsweringAsync(500);
        await using var good = await TestReceiver.AnsweringAsync(200);
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", broken.Address), NotificationStage.Webhook("*", good.Address));
        await stage.CallAsync("A-1");

        await stage.WorkAsync();
        await stage.WorkAsync(30, TimeSpan.FromMinutes(75));

        var letter = Assert.Single(await stage.DeadLettersAsync(Retries));
        Assert.Equal(("NotificationGivenUp", "A-1/main: answered with 500; given up after attempt 20"), (letter.DeadLetterReason, letter.DeadLetterDescription));
        Assert.Equal(20, broken.Got.Count);
        Assert.Single(good.Got);
        Assert.Single(broken.Got.Select(got => got.Id).Distinct());
        Assert.Equal(20, broken.Got.Select(got => got.Timestamp).Distinct().Count());
        Assert.Equal(0, await WaitingAsync(stage));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var target = await TestReceiver.AnsweringAsync(200);
        await using var redirecting = await TestReceiver.AnsweringAsync(status, ("Location", target.Address));
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", redirecting.Address));
        await stage.CallAsync("A-1");

        await stage.WorkAsync();
        await stage.WorkAsync(3, TimeSpan.FromMinutes(1));

        Assert.Empty(target.Got);
        Assert.Equal(3, redirecting.Got.Count);
        Assert.Equal($"A-1/main: answered with {status}: redirects are not followed; given up after attempt 3", Assert.Single(await stage.DeadLettersAsync(Retries)).DeadLetterDescription);
    }

    [Fact]
    public async Task A_receiver_that_answers_with_a_gigabyte_is_not_listened_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var talking = TalkAsync(listener, 1L << 30);
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", $"http://{listener.LocalEndpoint}/"));
        await stage.CallAsync("A-1");
        var before = GC.GetTotalAllocatedBytes();

        await stage.WorkAsync();
        var taken = await talking.WaitAsync(TimeSpan.FromSeconds(30));

        // What the sockets of both sides buffer, and no more.
        Assert.InRange(taken, 0, 32 * 1024 * 1024);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * 1024 * 1024);
        Assert.Equal(0, (await stage.CountAsync(NotificationStage.Calls)).Active);
        Assert.Empty(await stage.DeadLettersAsync(NotificationStage.Calls));
    }

    [Theory]
    [InlineData(408, 20)]
    [InlineData(425, 20)]
    [InlineData(429, 20)]
    [InlineData(503, 20)]
    [InlineData(400, 3)]
    [InlineData(401, 3)]
    [InlineData(404, 3)]
    [InlineData(410, 1)]
    public async Task An_answer_is_followed_by_as_many_attempts_as_it_is_worth(int status, int attempts)
    {
        await using var receiver = await TestReceiver.AnsweringAsync(status);
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", receiver.Address));
        await stage.CallAsync("A-1");

        await stage.WorkAsync();
        await stage.WorkAsync(25, TimeSpan.FromMinutes(75));

        Assert.Equal(attempts, receiver.Got.Count);
        var letters = (await stage.DeadLettersAsync(Retries)).Concat(await stage.DeadLettersAsync(NotificationStage.Calls));
        Assert.Contains($"answered with {status}", Assert.Single(letters).DeadLetterDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_names_a_time_is_left_alone_until_then()
    {
        await using var receiver = await TestReceiver.AnsweringAsync(429, ("Retry-After", "120"));
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", receiver.Address));
        await stage.CallAsync("A-1");

        await stage.WorkAsync();
        await stage.WorkAsync(11, TimeSpan.FromSeconds(10));
        Assert.Single(receiver.Got);
        await stage.WorkAsync(1, TimeSpan.FromSeconds(11));

        Assert.Equal(2, receiver.Got.Count);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_tried_again_and_told_when_it_is()
    {
        string address;
        await using (var gone = await TestReceiver.AnsweringAsync(200))
        {
            address = gone.Address;
        }

        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", address));
        await stage.CallAsync("A-1");

        await stage.WorkAsync();

        var pending = Encoding.UTF8.GetString(Assert.Single(await ScheduledAsync(stage)).Notification.Body.Span);
        Assert.Equal(Encoding.UTF8.GetString(NotificationStage.Call("A-1")), pending);
    }

    [Theory]
    [InlineData("the right one", NotificationStage.Key, 401)]
    [InlineData("one that is none", "whsec_hunter2hunter2", 200)]
    [InlineData("something else altogether", "hunter2hunter2", 200)]
    public async Task No_secret_and_no_path_is_in_a_dead_letter_or_a_retry(string what, string secret, int status)
    {
        await using var receiver = await TestReceiver.AnsweringAsync(status);
        await using var stage = await NotificationStage.OpenAsync(NotificationStage.Webhook("A-1", receiver.Address));
        stage.Secrets["key"] = secret;
        await stage.CallAsync("A-1");

        await stage.WorkAsync();
        var retries = await ScheduledAsync(stage);
        await stage.WorkAsync(25, TimeSpan.FromMinutes(75));
        var letter = Assert.Single(await stage.DeadLettersAsync(Retries));

        foreach (var text in (string[])[.. retries.Select(r => r.LastReason), letter.DeadLetterDescription!, Encoding.UTF8.GetString(letter.Body.Span)])
        {
            Assert.False(text.Contains("hunter2", StringComparison.Ordinal) || text.Contains("MfKQ", StringComparison.Ordinal) || text.Contains("path-secret", StringComparison.Ordinal), $"{what}: {text}");
        }
    }

    private static WebhookVerdict Verify(ReceivedWebhook got, NotificationStage stage, string key)
    {
        Assert.True(WebhookSecret.TryParse(key, out var secret));
        return new WebhookVerifier([secret], stage.Time).Verify(got.Id, got.Timestamp, got.Signatures, got.Body);
    }

    /// <summary>Answers one request with so many bytes; a web server would go on writing into nothing once the other side has gone.</summary>
    /// <returns>How many the other side's socket took.</returns>
    private static async Task<long> TalkAsync(TcpListener listener, long length)
    {
        using var socket = await listener.AcceptSocketAsync();
        var buffer = new byte[64 * 1024];
        _ = await socket.ReceiveAsync(buffer);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"));
        long sent = 0;
        try
        {
            while (sent < length)
            {
                sent += await socket.SendAsync(buffer);
            }
        }
        catch (SocketException)
        {
        }

        return sent;
    }

    private static async Task<long> WaitingAsync(NotificationStage stage) => await stage.CountAsync(Retries) is var counts ? counts.Active + counts.Scheduled : 0;

    /// <summary>What is to be tried again, when it is due.</summary>
    private static async Task<List<PendingDelivery>> ScheduledAsync(NotificationStage stage)
    {
        stage.Time.Advance(TimeSpan.FromSeconds(7));
        var deliveries = new List<PendingDelivery>();
        foreach (var message in await stage.PeekAsync(Retries))
        {
            Assert.Empty(PendingDelivery.Read(message.Body, out var delivery));
            deliveries.Add(delivery!);
        }

        return deliveries;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var left = 3000; !condition(); left--)
        {
            Assert.True(left > 0, "it did not happen within half a minute");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
