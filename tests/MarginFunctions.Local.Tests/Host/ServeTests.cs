using System.Net;
using System.Text.Json;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class ServeTests(RunningServer running) : IClassFixture<RunningServer>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private ServerClient Client => running.Client;

    [Fact]
    public async Task A_single_message_is_taken_and_applied()
    {
        await Client.PostAsync(Entities.PositionUpdates, Wire.Update("single", quantity: "1.5"), "single-1");
        await Client.WaitUntilIdleAsync();

        var position = Assert.Single((await Client.FindAccountAsync("single"))!.Holdings.Positions);
        Assert.Equal((1.5m, 1L), (position.Position.Quantity, position.Sequence));
    }

    [Theory]
    [InlineData("coverage?last=0")]
    [InlineData("coverage?last=1441")]
    [InlineData("coverage?last=-1")]
    [InlineData("coverage?last=many")]
    public async Task A_number_of_reports_that_makes_no_sense_is_refused(string address)
    {
        using var reply = await Client.Http.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("1 to 1440", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_taken_and_each_of_its_messages_applied()
    {
        await Client.PostBatchAsync(
            Entities.PositionUpdates, Wire.Batch(Enumerable.Range(1, 50).Select(i => ($"batch-{i}", Wire.Update($"batch-{i}", quantity: $"{i}")))));
        await Client.WaitUntilIdleAsync();

        var states = await Client.ReadAccountsAsync(Enumerable.Range(1, 50).Select(i => $"batch-{i}"));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (decimal)i), states.Select(s => s.Holdings.Positions.Single().Position.Quantity));
    }

    [Fact]
    public async Task A_message_id_that_was_taken_before_is_taken_again_and_has_no_effect()
    {
        await Client.PostAsync(Entities.PositionUpdates, Wire.Update("twice", sequence: 1, quantity: "1"), "twice");
        await Client.PostAsync(Entities.PositionUpdates, Wire.Update("twice", sequence: 2, quantity: "2"), "twice");
        await Client.WaitUntilIdleAsync();

        Assert.Equal(1, (await Client.FindAccountAsync("twice"))!.Holdings.LastSequence);
    }

    [Fact]
    public async Task A_batch_with_one_wrong_message_is_refused_whole()
    {
        var batch = $$"""[ {"Body": {{JsonSerializer.Serialize(Wire.Update("half"))}} }, {"Body": 5} ]""";

        using var reply = await Client.SendAsync(Entities.PositionUpdates, batch, type: ServerClient.BatchType);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("[1].Body = 5", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Client.WaitUntilIdleAsync();
        Assert.Null(await Client.FindAccountAsync("half"));
    }

    [Fact]
    public async Task A_broker_that_speaks_of_anothers_account_is_refused_by_header_and_in_batches()
    {
        var batch = $$"""[ {"Body": {{JsonSerializer.Serialize(Wire.Update("beta:1"))}}, "UserProperties": {"brokerId": "beta"} }, {"Body": {{JsonSerializer.Serialize(Wire.Update("beta:2"))}}, "UserProperties": {"brokerId": "alpha"} } ]""";
        using (var reply = await Client.SendAsync(Entities.PositionUpdates, batch, type: ServerClient.BatchType))
        {
            Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        }

        using (var request = new HttpRequestMessage(HttpMethod.Post, $"{Entities.PositionUpdates}/messages") { Content = new StringContent(Wire.Update("beta:3")) })
        {
            request.Headers.Add("brokerId", "\"alpha\"");
            using var reply = await Client.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        }

        await Client.WaitUntilIdleAsync();
        Assert.NotNull(await Client.FindAccountAsync("beta:1"));
        Assert.Null(await Client.FindAccountAsync("beta:2"));
        Assert.Null(await Client.FindAccountAsync("beta:3"));
        foreach (var account in (string[])["beta:2", "beta:3"])
        {
            using var rejection = await Client.Http.DeleteAsync(new Uri($"{Entities.UpdateRejections}/messages/head?timeout=20", UriKind.Relative));
            Assert.Equal("\"alpha\"", Assert.Single(rejection.Headers.GetValues("brokerId")));
            Assert.Contains($"\"accountId\":\"{account}\"", await rejection.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Alpha")]
    [InlineData("a")]
    [InlineData("al pha")]
    public async Task A_broker_id_that_is_none_is_refused_at_once(string broker)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Entities.PositionUpdates}/messages") { Content = new StringContent(Wire.Update("nobody")) };
        request.Headers.Add("brokerId", broker);

        using var reply = await Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains($"brokerId = {broker} must be", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_is_received_with_its_properties_and_is_gone_then()
    {
        await Client.PostAsync(Entities.PositionUpdates, """{ "accountId": "head" }""", "head-1");

        var message = await Client.TakeAsync(Entities.UpdateRejections, timeout: 20);

        Assert.Contains("\"messageId\":\"head-1\"", message!.Text, StringComparison.Ordinal);
        Assert.StartsWith("r|", message.Properties.MessageId, StringComparison.Ordinal);
        Assert.Equal(1, message.Properties.DeliveryCount);
        Assert.True(DateTimeOffset.TryParse(message.Properties.EnqueuedTimeUtc, out _), message.Properties.EnqueuedTimeUtc);
        Assert.Null(await Client.TakeAsync(Entities.UpdateRejections));
    }

    [Fact]
    public async Task A_receiver_that_waits_gets_what_comes_meanwhile()
    {
        var waiting = Client.TakeAsync(Entities.UpdateRejections, timeout: 60);
        await Client.PostAsync(Entities.PositionUpdates, "[]", "meanwhile");

        var message = await waiting.WaitAsync(Soon);

        Assert.Contains("\"messageId\":\"meanwhile\"", message!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_waits_for_nothing_hears_so_when_its_time_is_over()
    {
        var start = TimeProvider.System.GetTimestamp();

        Assert.Null(await Client.TakeAsync(Entities.LiquidationJobs, timeout: 1));

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), Soon);
    }

    [Theory]
    [InlineData("POST", "position-update/messages", "position-updates, price-updates, liquidation-fills")]
    [InlineData("POST", "shard-work/messages", "position-updates, price-updates, liquidation-fills")]
    [InlineData("POST", "update-rejections/messages", "position-updates, price-updates, liquidation-fills")]
    [InlineData("DELETE", "shard-work/messages/head", "liquidation-jobs, update-rejections, margin-calls/subscriptions/notifications")]
    [InlineData("DELETE", "position-updates/messages/head", "liquidation-jobs, update-rejections, margin-calls/subscriptions/notifications")]
    [InlineData("DELETE", "margin-calls/subscriptions/other/messages/head", "liquidation-jobs, update-rejections, margin-calls/subscriptions/notifications")]
    public async Task A_queue_that_is_not_for_outsiders_is_not_found_and_those_that_are_get_named(string method, string path, string named)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("{}") : null };

        using var reply = await Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        var reason = await reply.Content.ReadAsStringAsync();
        Assert.Contains(path.Split("/messages")[0], reason, StringComparison.Ordinal);
        Assert.Contains(named, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_the_limit_is_too_large_whether_its_length_is_said_before_or_not(bool chunked)
    {
        var body = new byte[MessageLimits.BodyBytes + 1];
        using var content = chunked ? (HttpContent)new StreamContent(new UnmeasuredStream(body.Length)) : new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "position-updates/messages") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;

        // The server answers before it has read everything and hangs up: a client that is still writing then has a broken pipe and not the answer. So it asks first, and writes no more than it must.
        request.Headers.ExpectContinue = !chunked;

        using var reply = await Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Theory]
    [InlineData("not an object", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{"MessageId": 5}""", "MessageId = 5")]
    [InlineData("""{"MessageId": ""}""", "MessageId = \"\"")]
    [InlineData("""{"MessageID": "x"}""", "MessageID")]
    [InlineData("""{"MessageId": "\ud800"}""", "MessageId")]
    [InlineData("""{"MessageId": "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"}""", "128")]
    public async Task Malformed_properties_are_refused_with_field_and_value(string properties, string reason)
    {
        using var reply = await Client.SendAsync(Entities.PositionUpdates, Wire.Update("unheard"), properties);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains(reason, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "array")]
    [InlineData("", "JSON")]
    [InlineData("[5]", "[0]")]
    [InlineData("""[{"body": "x"}]""", "[0].Body")]
    [InlineData("""[{"Body": "x", "BrokerProperties": 1}]""", "[0].BrokerProperties")]
    [InlineData("""[{"Body": "\udfff"}]""", "[0]")]
    public async Task A_malformed_batch_is_refused_with_its_place(string batch, string reason)
    {
        using var reply = await Client.SendAsync(Entities.PositionUpdates, batch, type: ServerClient.BatchType);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains(reason, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("61")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task A_time_to_wait_that_cannot_be_kept_is_refused(string timeout)
    {
        using var reply = await Client.Http.DeleteAsync(new Uri($"update-rejections/messages/head?timeout={timeout}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains($"timeout = {timeout}", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", HttpStatusCode.NotFound, "Account nobody is not known")]
    [InlineData("a%2Fb", HttpStatusCode.BadRequest, "must be 1 to 64 of")]
    [InlineData("a%7Cb", HttpStatusCode.BadRequest, "accountId = a|b")]
    [InlineData("%ED%A0%80", HttpStatusCode.BadRequest, "must be 1 to 64 of")]
    public async Task An_account_that_is_not_there_is_not_found_and_one_that_cannot_be_is_refused(string accountId, HttpStatusCode status, string reason)
    {
        using var reply = await Client.Http.GetAsync(new Uri($"accounts/{accountId}", UriKind.Relative));

        Assert.Equal(status, reply.StatusCode);
        Assert.Contains(reason, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://example.org")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "attacker.example:7071")]
    public async Task A_page_in_a_browser_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Entities.PositionUpdates}/messages") { Content = new StringContent(Wire.Update("page")) };
        request.Headers.Add(header, value);

        using var reply = await Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        await Client.WaitUntilIdleAsync();
        Assert.Null(await Client.FindAccountAsync("page"));
    }

    [Fact]
    public async Task The_health_page_names_parameters_and_queues()
    {
        using var health = JsonDocument.Parse(await Client.Http.GetStringAsync(new Uri("healthz", UriKind.Relative)));

        Assert.Equal("healthy", health.RootElement.GetProperty("status").GetString());
        Assert.Equal(AccountChecks.Parameters.Version, health.RootElement.GetProperty("parameters").GetString());
        Assert.Equal(9, health.RootElement.GetProperty("queues").EnumerateObject().Count());
    }

    /// <summary>Zeros whose number the sender does not say.</summary>
    private sealed class UnmeasuredStream(long length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
