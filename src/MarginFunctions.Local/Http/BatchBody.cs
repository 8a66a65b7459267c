using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Http;

/// <summary>The body of Service Bus's "Send Message Batch": an array of <c>{"Body": "…", "BrokerProperties": {…}, "UserProperties": {…}}</c>.</summary>
internal static class BatchBody
{
    /// <exception cref="ArgumentException">The array is not of that form; the message names the place.</exception>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static IReadOnlyList<OutgoingMessage> Read(string queue, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new ArgumentException("A batch is a JSON array of messages.");
        }

        var messages = new List<OutgoingMessage>(document.RootElement.GetArrayLength());
        foreach (var element in document.RootElement.EnumerateArray())
        {
            messages.Add(Read(queue, element, messages.Count));
        }

        return messages;
    }

    private static OutgoingMessage Read(string queue, JsonElement element, int place)
    {
        try
        {
            var problems = StrictDocument.Read(element, item => Read(queue, item), out var message);
            return problems.Count == 0 ? message! : throw new ArgumentException($"[{place}].{problems[0]}.");
        }
        catch (InvalidOperationException)
        {
            // The parser lets through bytes that are no UTF-8 and halves of surrogate pairs; reading them as a string throws.
            throw new ArgumentException($"[{place}] holds text that is no Unicode.");
        }
    }

    private static OutgoingMessage Read(string queue, StrictObject item)
    {
        var body = Encoding.UTF8.GetBytes(item.Text("Body"));
        var properties = item.Object("BrokerProperties", BrokerProperties.Read, required: false);
        var brokerId = item.Object("UserProperties", user => user.OptionalText(BrokerIds.PropertyName), required: false);
        return BrokerProperties.Message(queue, body, properties, brokerId);
    }
}
