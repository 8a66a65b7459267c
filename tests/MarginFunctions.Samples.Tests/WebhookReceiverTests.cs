using System.Globalization;
using System.Net;
using System.Text.Json;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Samples.Tests.Support;

namespace MarginFunctions.Samples.Tests;

/// <summary>The samples of receivers, told by the real engine and by those who are not it.</summary>
public sealed class WebhookReceiverTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static readonly byte[] Body = """{"kind":"warning","accountId":"A-1","pool":"cross"}"""u8.ToArray();

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task A_margin_call_of_the_engine_is_taken_and_forgeries_and_repetitions_are_not(string language)
    {
        using var receiver = await ReceiverSample.StartAsync(language, $"{OtherKey} {Key}");
        var directory = Path.GetTempFileName();
        await File.WriteAllTextAsync(directory, JsonSerializer.Serialize(new
        {
            version = "1",
            destinations = new[] { new { owner = "*", id = "main", kind = "webhook", address = receiver.Address + "/margin-calls", secrets = new[] { "sample" } } },
        }));
        var server = new LocalServer(new() { ["WEBHOOK_SECRET_SAMPLE"] = Key }, "--webhooks", directory, "--allow-local-webhooks");
        await server.InitializeAsync();
        var now = TimeProvider.System.GetUtcNow();
        await server.PostAsync("price-updates", JsonSerializer.Serialize(new { source = "test", asOf = now, prices = new[] { new { symbol = "BTC-PERP", price = "60000" } } }));
        await server.PostAsync("position-updates", JsonSerializer.Serialize(new
        {
            accountId = "A-1001",
            sequence = 1,
            asOf = now,
            positions = new[] { new { instrument = "BTC-PERP", quantity = "1.5", entryPrice = "60000" } },
            collateral = new[] { new { asset = "USDT", quantity = "450" } },
        }));

        Assert.StartsWith("called: account A-1001, pool cross: add 50 USDT by ", await receiver.NextAsync(), StringComparison.Ordinal);
        await server.StopAsync(expectedOnError: "Webhooks on this machine are allowed, without TLS: for development only.");
        File.Delete(directory);

        var time = now.ToUnixTimeSeconds();
        await AssertAsync("a good one", HttpStatusCode.OK, "taken", "warning: account A-1, pool cross", "msg_1", time, Sign(Key, "msg_1", time), Body);
        await AssertAsync("the same once more", HttpStatusCode.OK, "came before", "dropped: msg_1 came before", "msg_1", time, Sign(Key, "msg_1", time), Body);
        await AssertAsync("the other key", HttpStatusCode.OK, "taken", "warning: account A-1, pool cross", "msg_2", time, Sign(OtherKey, "msg_2", time), Body);
        await AssertAsync("two signatures, one of them known", HttpStatusCode.OK, "taken", "warning: account A-1, pool cross", "msg_3", time, $"v1,AAAA {Sign(Key, "msg_3", time)}", Body);
        await AssertAsync("a changed body", HttpStatusCode.Unauthorized, "no signature fits", "refused: no signature fits", "msg_4", time, Sign(Key, "msg_4", time), [.. Body, (byte)' ']);
        await AssertAsync("another id", HttpStatusCode.Unauthorized, "no signature fits", "refused: no signature fits", "msg_5", time, Sign(Key, "msg_4", time), Body);
        await AssertAsync("a wrong key", HttpStatusCode.Unauthorized, "no signature fits", "refused: no signature fits", "msg_4", time, Sign("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "msg_4", time), Body);
        await AssertAsync("an old one", HttpStatusCode.Unauthorized, "the timestamp is not of now", "refused: the timestamp is not of now", "msg_4", time - 400, Sign(Key, "msg_4", time - 400), Body);
        await AssertAsync("one of the future", HttpStatusCode.Unauthorized, "the timestamp is not of now", "refused: the timestamp is not of now", "msg_4", time + 400, Sign(Key, "msg_4", time + 400), Body);
        await AssertAsync("no signature", HttpStatusCode.Unauthorized, "a header is missing", "refused: a header is missing", "msg_4", time, "", Body);

        async Task AssertAsync(string what, HttpStatusCode status, string answer, string line, string id, long timestamp, string signature, byte[] body)
        {
            var got = await PostAsync(receiver.Address, id, timestamp, signature, body);
            Assert.True((status, answer) == got, $"{what}: {got}");
            Assert.Equal(line, await receiver.NextAsync());
        }
    }

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task Without_a_secret_it_does_not_start(string language)
    {
        var words = ReceiverSample.Commands[language].Split(' ');
        if (language == "csharp")
        {
            await CSharpBuild.Done;
        }

        var run = await Command.RunAsync(words[0], [.. words[1..], "0"], new Dictionary<string, string?> { ["WEBHOOK_SECRETS"] = null });

        Assert.NotEqual(0, run.ExitCode);
        Assert.StartsWith("Set WEBHOOK_SECRETS to the secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_gives_the_commands_that_are_tested()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Samples, "README.md"));

        Assert.All(ReceiverSample.Commands.Values, command => Assert.Contains($"{command}\n", page, StringComparison.Ordinal));
    }

    private static string Sign(string key, string id, long timestamp)
    {
        Assert.True(WebhookSecret.TryParse(key, out var secret));
        return WebhookSignature.Sign([secret], id, timestamp, Body);
    }

    private static async Task<(HttpStatusCode Status, string Answer)> PostAsync(string address, string id, long timestamp, string signature, byte[] body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address)) { Content = new ByteArrayContent(body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (signature.Length > 0)
        {
            request.Headers.Add("webhook-signature", signature);
        }

        using var reply = await http.SendAsync(request);
        return (reply.StatusCode, (await reply.Content.ReadAsStringAsync()).Trim());
    }
}
