using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Queues;

namespace MarginFunctions.Local.Http;

/// <summary>The JSON header in which Service Bus's REST operations carry a message's properties.</summary>
internal static class BrokerProperties
{
    /// <summary>A message to be sent. Without a MessageId it gets one of its own, and the sender forgoes duplicate detection.</summary>
    /// <exception cref="ArgumentException">The header is no such object; the message names the field and the value.</exception>
    public static OutgoingMessage Message(string queue, ReadOnlyMemory<byte> body, string? header, string? brokerId)
    {
        if (string.IsNullOrEmpty(header))
        {
            return Message(queue, body, properties: null, brokerId);
        }

        var problems = StrictDocument.Read(System.Text.Encoding.UTF8.GetBytes(header), Read, out var properties);
        return problems.Count == 0
            ? Message(queue, body, properties, brokerId)
            : throw new ArgumentException($"BrokerProperties: {problems[0]}.");
    }

    /// <summary>Reads the properties that a sender may set here.</summary>
    public static Sent Read(StrictObject item) => new(item.OptionalText("MessageId"), item.OptionalText("SessionId"));

    /// <param name="queue">Where it goes.</param>
    /// <param name="body">Its body.</param>
    /// <param name="properties">What the sender said of it; null for nothing.</param>
    /// <param name="brokerId">The user property of that name, with the quotes that the REST operations put around text or without; null for none.</param>
    /// <exception cref="ArgumentException">The broker id is none.</exception>
    public static OutgoingMessage Message(string queue, ReadOnlyMemory<byte> body, Sent? properties, string? brokerId)
    {
        var broker = brokerId?.Trim('"');
        return broker is null || BrokerIds.AreValid(broker)
            ? new OutgoingMessage(queue, properties?.MessageId ?? Guid.NewGuid().ToString("N"), properties?.SessionId, body, BrokerId: broker)
            : throw new ArgumentException($"{BrokerIds.PropertyName} = {broker[..Math.Min(broker.Length, 64)]} {BrokerIds.Rule}.");
    }

    /// <summary>The properties of a received message.</summary>
    public static string Write(QueuedMessage message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("MessageId", message.MessageId);
            if (message.SessionId is not null)
            {
                json.WriteString("SessionId", message.SessionId);
            }

            if (message.Subject is not null)
            {
                json.WriteString("Label", message.Subject);
            }

            json.WriteNumber("DeliveryCount", message.DeliveryCount);
            json.WriteNumber("SequenceNumber", message.SequenceNumber);
            json.WriteString("EnqueuedTimeUtc", message.EnqueuedAt.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What a sender said of a message.</summary>
    internal sealed record Sent(string? MessageId, string? SessionId);
}
