using System.Text.Json.Nodes;
using System.Xml;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>What a contract of the engine's queues must keep. Each check answers with what is wrong; nothing when all is well.</summary>
internal static class ContractChecks
{
    /// <summary>Schemas of documents that are files and not messages.</summary>
    private static readonly string[] NoMessages = ["calc", "coverage-report", "parameters"];

    /// <summary>What the first check that finds anything finds: each reads what those before it have found in order.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> AllAsync(IReadOnlyList<AsyncApiDocument> contracts)
    {
        var structures = await AsyncApiValidator.ValidateAsync(contracts.Select(c => ((JsonNode?)null, (JsonNode?)c.Root)));
        var answers = new List<IReadOnlyList<string>>();
        foreach (var (contract, structure) in contracts.Zip(structures))
        {
            IReadOnlyList<string> problems = structure is null ? [.. References(contract)] : [structure];
            problems = problems.Count > 0 ? problems : [.. Channels(contract), .. MessageSchemas(contract), .. Operations(contract)];
            answers.Add(problems.Count > 0 ? problems : await ExamplesAsync(contract));
        }

        return answers;
    }

    public static async Task<string?> StructureAsync(AsyncApiDocument contract) => (await AsyncApiValidator.ValidateAsync([(null, contract.Root)]))[0];

    public static IEnumerable<string> References(AsyncApiDocument contract) =>
        from place in contract.References()
        where contract.Find(place.Reference) is null
        select $"{place.Path} refers to {place.Reference}, which is not there";

    /// <summary>Every channel is an entity with its properties, and every entity a channel.</summary>
    public static IEnumerable<string> Channels(AsyncApiDocument contract)
    {
        var channels = contract.Channels.ToLookup(c => Text(c.Value!, "address"), c => c.Value!.AsObject());
        foreach (var address in channels.Select(c => c.Key).Where(address => !Entities.All.Contains(address)))
        {
            yield return $"{address} is the address of a channel and no entity";
        }

        foreach (var entity in Entities.Definitions)
        {
            if (channels[entity.Name].ToList() is not [var channel])
            {
                yield return $"{entity.Name} has {channels[entity.Name].Count()} channels";
                continue;
            }

            foreach (var (field, found, due) in Properties(channel["x-service-bus"]!.AsObject(), entity).Where(p => p.Found != p.Due))
            {
                yield return $"{entity.Name}: {field} is {found} and should be {due}";
            }

            var tag = Entities.Inbound.Contains(entity.Name) ? "inbound" : Entities.Outbound.Contains(entity.Name) ? "outbound" : "internal";
            if (!Tags(contract, channel).SequenceEqual([tag]))
            {
                yield return $"{entity.Name} has the tags {string.Join(", ", Tags(contract, channel))} and should have {tag}";
            }
        }
    }

    /// <summary>Every schema of a message is a channel's payload, by reference.</summary>
    public static IEnumerable<string> MessageSchemas(AsyncApiDocument contract)
    {
        var payloads = Messages(contract).Select(m => PayloadSchema(m.Message)).OfType<string>().ToList();
        return SchemaValidator.Names.Except(NoMessages).Except(payloads).Select(name => $"{name} is the payload of no channel's message")
            .Concat(payloads.Except(SchemaValidator.Names).Select(name => $"{name} is a payload and no schema"));
    }

    /// <summary>Operations have the direction of their entity, and the requests are those of the local host.</summary>
    public static IEnumerable<string> Operations(AsyncApiDocument contract)
    {
        var operations = contract.Operations
            .Select(o => (o.Key, Action: Text(o.Value!, "action"), Entity: Text(contract.Follow(o.Value!["channel"])!, "address"), o.Value))
            .ToList();
        foreach (var (name, action, entity, operation) in operations)
        {
            var due = Entities.Inbound.Contains(entity) ? "receive" : Entities.Outbound.Contains(entity) ? "send" : action;
            if (action != due)
            {
                yield return $"{name} is to {action} and should {due}";
            }

            if (operation!["x-local-http"]?.GetValue<string>() is var request && request != LocalRequest(entity))
            {
                yield return $"{name} is {request} at the local host and should be {LocalRequest(entity)}";
            }
        }

        foreach (var entity in Entities.Inbound.Concat(Entities.Outbound).Where(e => operations.All(o => o.Entity != e)))
        {
            yield return $"{entity} has no operation";
        }
    }

    /// <summary>Examples keep the schemas of their message, properties and body; every valid example of a message's schema is shown.</summary>
    public static async Task<IReadOnlyList<string>> ExamplesAsync(AsyncApiDocument contract)
    {
        var examples = Messages(contract).DistinctBy(m => m.Name)
            .SelectMany(m => (m.Message["examples"]?.AsArray() ?? []).Select(e => (m.Message, Example: e!, Name: $"{m.Name}: {e!["name"]}")))
            .ToList();
        var filed = examples.Where(e => PayloadSchema(e.Message) is not null).ToList();
        var own = examples.Except(filed).ToList();
        var answers = await AsyncApiValidator.ValidateAsync(
            [
                .. examples.Select(e => (contract.Inline(e.Message["headers"]), e.Example["headers"])),
                .. own.Select(e => (contract.Inline(e.Message["payload"]), contract.Follow(e.Example["payload"]))),
            ]);
        var filedAnswers = await SchemaValidator.ValidateAsync(
            [.. filed.Select(e => new SchemaDocument(PayloadSchema(e.Message)!, e.Name, contract.Follow(e.Example["payload"])!.ToJsonString()))]);

        var judged = examples.Select(e => $"{e.Name}: its properties").Concat(own.Concat(filed).Select(e => $"{e.Name}: its body"));
        var complaints = judged.Zip([.. answers, .. filedAnswers], (place, answer) => answer is null ? null : $"{place}: {answer}").OfType<string>();
        var shown = contract.References().Select(r => r.Reference).ToHashSet(StringComparer.Ordinal);
        var hidden = Examples.Valid.Where(e => !NoMessages.Contains(e.Schema)).Select(e => e.Name.Replace('\\', '/')["docs/".Length..]).Where(file => !shown.Contains(file));
        return [.. complaints, .. hidden.Select(file => $"{file} is an example of no message")];
    }

    /// <summary>The messages of all channels.</summary>
    public static IEnumerable<(string Entity, string Name, JsonObject Message)> Messages(AsyncApiDocument contract) =>
        from channel in contract.Channels
        from message in channel.Value!["messages"]?.AsObject() ?? []
        select (Text(channel.Value, "address"), message.Key, contract.Follow(message.Value)!.AsObject());

    private static IEnumerable<(string Field, string Found, string Due)> Properties(JsonObject found, EntityDefinition due)
    {
        yield return ("kind", Text(found, "kind"), due.IsTopic ? "topic" : "queue");
        yield return ("requiresSession", Text(found, "requiresSession"), Text(due.RequiresSession));
        yield return ("sessionId", Text(found.ContainsKey("sessionId")), Text(due.RequiresSession));
        yield return ("lockDuration", Text(found, "lockDuration"), XmlConvert.ToString(due.LockDuration));
        yield return ("maxDeliveryCount", Text(found, "maxDeliveryCount"), $"{due.MaxDeliveryCount}");
        yield return ("requiresDuplicateDetection", Text(found, "requiresDuplicateDetection"), Text(true));
        yield return ("duplicateDetectionHistoryTimeWindow", Text(found, "duplicateDetectionHistoryTimeWindow"), XmlConvert.ToString(due.DuplicateWindow));
        yield return ("defaultMessageTimeToLive", Text(found, "defaultMessageTimeToLive"), XmlConvert.ToString(due.TimeToLive));
        yield return ("deadLetteringOnMessageExpiration", Text(found, "deadLetteringOnMessageExpiration"), Text(true));
        yield return ("enablePartitioning", Text(found, "enablePartitioning"), Text(false));
        var subscriptions = found["subscriptions"]?.AsArray() ?? [];
        yield return ("subscriptions", string.Join(", ", subscriptions.Select(s => Text(s!, "name"))), string.Join(", ", due.Subscriptions));
        yield return ("addresses", string.Join(", ", subscriptions.Select(s => Text(s!, "address"))), due.IsTopic ? string.Join(", ", due.Paths) : "");
    }

    private static IEnumerable<string> Tags(AsyncApiDocument contract, JsonObject item) => item["tags"]!.AsArray().Select(tag => Text(contract.Follow(tag)!, "name"));

    /// <summary>The name of the schema file that a message's payload is; null when the document holds the schema itself.</summary>
    private static string? PayloadSchema(JsonObject message) =>
        AsyncApiDocument.ReferenceOf(message["payload"]) is { } reference && !reference.StartsWith('#')
            ? Path.GetFileName(reference).Replace(".schema.json", "", StringComparison.Ordinal)
            : null;

    private static string? LocalRequest(string entity) => entity switch
    {
        Entities.MarginCalls => $"DELETE /{EntityDefinition.SubscriptionPath(Entities.MarginCalls, Entities.Notifications)}/messages/head",
        _ when Entities.Inbound.Contains(entity) => $"POST /{entity}/messages",
        _ when Entities.Outbound.Contains(entity) => $"DELETE /{entity}/messages/head",
        _ => null,
    };

    private static string Text(JsonNode item, string field) => item[field]?.ToString() ?? "";

    private static string Text(bool value) => value ? "true" : "false";
}
