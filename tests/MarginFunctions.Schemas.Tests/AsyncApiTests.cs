using System.Text.Json.Nodes;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary><c>docs/asyncapi.yaml</c> is valid, and says what the engine, the schemas and the examples say.</summary>
public sealed class AsyncApiTests
{
    private static readonly AsyncApiDocument Contract = AsyncApiDocument.Parse(AsyncApiDocument.Text);

    /// <summary>Changes of the document, each with what a check must say of it.</summary>
    private static readonly (string Name, string Was, string Becomes, string Complaint)[] Changes =
    [
        ("an address that is no entity's", "address: price-updates\n", "address: price-update\n", "price-updates has 0 channels"),
        ("two channels of one entity", "address: price-updates\n", "address: position-updates\n", "position-updates has 2 channels"),
        (
            "a queue without its sessions",
            "requiresSession: true\n      sessionId: the account id\n",
            "requiresSession: false\n",
            "liquidation-jobs: requiresSession is false"),
        ("another lock", "lockDuration: PT1M", "lockDuration: PT2M", "position-updates: lockDuration is PT2M"),
        ("another delivery count", "maxDeliveryCount: 10", "maxDeliveryCount: 3", "maxDeliveryCount is 3"),
        ("another duplicate window", "TimeWindow: PT10M", "TimeWindow: PT5M", "duplicateDetectionHistoryTimeWindow is PT5M"),
        ("another time to live", "TimeToLive: P14D", "TimeToLive: PT1H", "defaultMessageTimeToLive is PT1H"),
        ("another subscription", "- name: notifications\n", "- name: ours\n", "subscriptions is ours"),
        ("another address of a subscription", "address: margin-calls/subscriptions/notifications", "address: margin-calls/notifications", "addresses is"),
        (
            "internal work told as outbound",
            "- $ref: '#/components/tags/internal'\n    servers:",
            "- $ref: '#/components/tags/outbound'\n    servers:",
            "shard-work has the tags outbound"),
        ("a schema that is not there", "$ref: schemas/price-update.schema.json", "$ref: schemas/prices.schema.json", "which is not there"),
        (
            "the payload of another message",
            "$ref: schemas/price-update.schema.json",
            "$ref: schemas/position-update.schema.json",
            "price-update is the payload of no"),
        ("a message that is not there", "$ref: '#/components/messages/marginCall'", "$ref: '#/components/messages/marginCalls'", "which is not there"),
        ("an example that is not there", "price-update/no-symbols.json", "price-update/no-symbol.json", "which is not there"),
        ("an example that breaks its schema", "price-update/no-symbols.json", "price-update/invalid/no-source.json", "priceUpdate: noSymbols: its body"),
        ("an example that is not shown", "price-update/no-symbols.json", "price-update/three-symbols.json", "no-symbols.json is an example of no message"),
        ("an example without its subject", "            Subject: called\n", "", "marginCall: called: its properties"),
        ("an example out of range", "            shard: 7\n", "            shard: 1024\n", "shardWork: reprice: its body"),
        ("an action that there is not", "action: receive", "action: read", "must be equal to one of the allowed values"),
        (
            "an operation in the wrong direction",
            "action: send\n    channel:\n      $ref: '#/channels/marginCalls'",
            "action: receive\n    channel:\n      $ref: '#/channels/marginCalls'",
            "sendMarginCalls is to receive"),
        ("a request that the local host does not take", "POST /price-updates/messages", "PUT /price-updates/messages", "receivePriceUpdates is PUT"),
        ("a field that AsyncAPI does not have", "defaultContentType:", "defaultContent:", "must NOT have additional properties"),
        ("another version of AsyncAPI", "asyncapi: 3.0.0", "asyncapi: 3.1.0", "asyncapi must be equal to constant"),
    ];

    [Fact]
    public async Task The_document_is_valid_AsyncAPI()
    {
        Assert.Null(await ContractChecks.StructureAsync(Contract));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        Assert.True(Contract.References().Count() > 50);
        Assert.Empty(ContractChecks.References(Contract));
    }

    [Fact]
    public void Channels_are_the_entities_with_their_properties()
    {
        Assert.Empty(ContractChecks.Channels(Contract));
    }

    [Fact]
    public void Every_message_schema_is_the_payload_of_a_channel()
    {
        Assert.Empty(ContractChecks.MessageSchemas(Contract));
    }

    [Fact]
    public void Operations_have_the_direction_of_their_entity_and_the_requests_of_the_local_host()
    {
        Assert.Empty(ContractChecks.Operations(Contract));
    }

    [Fact]
    public async Task Every_example_is_shown_and_keeps_its_schema()
    {
        Assert.Empty(await ContractChecks.ExamplesAsync(Contract));
    }

    [Fact]
    public async Task A_changed_document_is_found_out()
    {
        Assert.DoesNotContain(Changes, change => !AsyncApiDocument.Text.Contains(change.Was, StringComparison.Ordinal));

        var answers = await ContractChecks.AllAsync([.. Changes.Select(change => AsyncApiDocument.Parse(ReplaceFirst(AsyncApiDocument.Text, change.Was, change.Becomes)))]);

        Assert.Empty(
            from pair in Changes.Zip(answers)
            where !pair.Second.Any(problem => problem.Contains(pair.First.Complaint, StringComparison.Ordinal))
            select $"{pair.First.Name}: found '{string.Join("; ", pair.Second)}'");
    }

    [Fact]
    public async Task What_the_engine_sends_has_the_properties_that_are_described()
    {
        await using var engine = await SmallEngine.OpenAsync();
        await engine.PriceAsync("BTC-PERP", 60_000);
        await engine.UpdateAsync("alpha:A-1", 1, "1.5", "450");
        await engine.UpdateAsync("alpha:A-1", 2, "1.5", "100");
        await engine.UpdateAsync("A-1", 1, "1.5", "560");
        await engine.SendAsync(Entities.PositionUpdates, "{}");
        Assert.Equal(Entities.Outbound.Order(), engine.Sent.Select(m => m.Entity).Distinct().Order());
        var headers = ContractChecks.Messages(Contract).ToDictionary(m => m.Entity, m => Contract.Inline(m.Message["headers"]));

        var answers = await AsyncApiValidator.ValidateAsync(engine.Sent.Select(m => (headers[m.Entity], (JsonNode?)Properties(m))));

        Assert.Empty(engine.Sent.Zip(answers, (message, answer) => answer is null ? null : $"{message.MessageId}: {answer}").OfType<string>());
    }

    [Fact]
    public async Task Shard_work_is_what_is_described()
    {
        var update = Examples.Valid.First(e => e.Schema == "position-update");
        IReadOnlyList<ReadOnlyMemory<byte>> bodies =
        [
            ShardWorkFormat.Write(ShardWorkKind.Reprice, 7),
            ShardWorkFormat.Write(ShardWorkKind.Sweep, 1023),
            ShardWorkFormat.Write(ShardWorkKind.Updates, 0, [("A-1001-1", Entities.PositionUpdates, System.Text.Encoding.UTF8.GetBytes(update.Json))]),
        ];
        var schema = Contract.Inline(ContractChecks.Messages(Contract).Single(m => m.Entity == Entities.ShardWork).Message["payload"]);

        Assert.All(await AsyncApiValidator.ValidateAsync(bodies.Select(b => (schema, JsonNode.Parse(b.Span)))), Assert.Null);
    }

    [Fact]
    public async Task Notification_retries_are_what_is_described()
    {
        PendingDelivery[] deliveries =
        [
            new(new Notification("A-1001|cross|1|called", "A-1001", "{}"u8.ToArray()), "*", "desk", RetrySchedule.Attempts, RetrySchedule.Deferrals, "answered with 503"),
            new(new Notification("alpha:A-1|BTC-PERP|2|met", "alpha:A-1", "{}"u8.ToArray()), "alpha:", "gateway", Attempt: 1, Deferrals: 0, "not tried yet"),
        ];
        var schema = Contract.Inline(ContractChecks.Messages(Contract).Single(m => m.Entity == Entities.NotificationRetries).Message["payload"]);

        Assert.All(await AsyncApiValidator.ValidateAsync(deliveries.Select(d => (schema, JsonNode.Parse(d.ToMessage(TimeProvider.System.GetUtcNow()).Body.Span)))), Assert.Null);
    }

    [Fact]
    public void Brokers_ids_are_what_is_described()
    {
        var pattern = Contract.Root["components"]!["schemas"]!["brokerId"]!["pattern"]!.GetValue<string>();
        string[] ids =
        [
            "ab", "alpha", "a-1", "a1234567890123456789012", "a12345678901234567890123", "a", "1a", "-a", "Alpha", "al_pha", "al:pha", "a123456789012345678901234", "",
        ];

        Assert.All(ids, id => Assert.Equal(BrokerIds.AreValid(id), System.Text.RegularExpressions.Regex.IsMatch(id, pattern)));
    }

    private static string ReplaceFirst(string text, string was, string becomes)
    {
        var at = text.IndexOf(was, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length));
    }

    private static JsonObject Properties(OutgoingMessage message)
    {
        // The adapter writes the content type itself.
        var properties = new JsonObject { ["MessageId"] = message.MessageId, ["ContentType"] = "application/json" };
        foreach (var (name, value) in new[] { ("SessionId", message.SessionId), ("Subject", message.Subject), (BrokerIds.PropertyName, message.BrokerId) })
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }

        return properties;
    }
}
