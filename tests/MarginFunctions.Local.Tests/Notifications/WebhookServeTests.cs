using System.Net;
using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Local.Tests.Embedded;
using MarginFunctions.Local.Tests.Host;
using Xunit;

namespace MarginFunctions.Local.Tests.Notifications;

/// <summary><c>serve</c> with webhooks, as a process.</summary>
public sealed class WebhookServeTests
{
    [Fact]
    public async Task What_cannot_be_used_is_told_in_one_line()
    {
        using var file = new TemporaryFile();
        await File.WriteAllTextAsync(file.Path, Document("http://127.0.0.1:8099/"));

        var noFile = await LocalHost.RunAsync("serve", "--allow-local-webhooks");
        var notAllowed = await LocalHost.RunAsync("serve", "--webhooks", file.Path);

        Assert.Equal((2, "--allow-local-webhooks needs --webhooks FILE."), (noFile.ExitCode, noFile.Error.Trim()));
        Assert.Equal(2, notAllowed.ExitCode);
        Assert.Contains("destinations[0].address = \"http://127.0.0.1:8099/\": the host is a loopback address", notAllowed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_posted_others_may_not_take_it_and_no_line_of_the_log_has_the_secret()
    {
        Environment.SetEnvironmentVariable("WEBHOOK_SECRET_OF_SERVE", NotificationStage.Key);
        await using var receiver = await TestReceiver.AnsweringAsync(401);
        using var file = new TemporaryFile();
        using var webhooks = new TemporaryFile();
        await File.WriteAllTextAsync(webhooks.Path, Document(receiver.Address));
        await using var server = await ServerProcess.StartAsync(file.Path, "--webhooks", webhooks.Path, "--allow-local-webhooks");

        var taken = await server.Client.Http.DeleteAsync(new Uri("margin-calls/subscriptions/notifications/messages/head", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Contains("Start it without --webhooks", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var now = TimeProvider.System.GetUtcNow();
        await server.Client.PostAsync("price-updates", JsonSerializer.Serialize(new { source = "test", asOf = now, prices = new[] { new { symbol = "BTC-PERP", price = "60000" } } }));
        await server.Client.PostAsync("position-updates", JsonSerializer.Serialize(new
        {
            accountId = "A-1001",
            sequence = 1,
            asOf = now,
            positions = new[] { new { instrument = "BTC-PERP", quantity = "1.5", entryPrice = "60000" } },
            collateral = new[] { new { asset = "USDT", quantity = "450" } },
        }));
        for (var left = 3000; receiver.Got.IsEmpty; left--)
        {
            Assert.True(left > 0, "nothing was posted within half a minute");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.True(receiver.Got.TryPeek(out var got));
        Assert.Contains("\"accountId\":\"A-1001\"", Encoding.UTF8.GetString(got.Body), StringComparison.Ordinal);
        Assert.True(WebhookSecret.TryParse(NotificationStage.Key, out var secret));
        Assert.Equal(WebhookVerdict.Genuine, new WebhookVerifier([secret], TimeProvider.System).Verify(got.Id, got.Timestamp, got.Signatures, got.Body));
        var log = await server.KillAsync();
        Assert.Equal("Webhooks on this machine are allowed, without TLS: for development only.", log.Trim());
    }

    private static string Document(string address) => JsonSerializer.Serialize(new
    {
        version = "1",
        destinations = new[] { new { owner = "*", id = "main", kind = "webhook", address, secrets = new[] { "of-serve" } } },
    });
}
