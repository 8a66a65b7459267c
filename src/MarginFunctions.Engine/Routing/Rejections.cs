using System.Security.Cryptography;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Routing;

/// <summary>The answer to a message that is refused.</summary>
internal static class Rejections
{
    /// <summary>The rejection of one message. The same message refused twice is answered once.</summary>
    public static OutgoingMessage Message(IncomingMessage message, string entity, IReadOnlyList<Problem> problems, DateTimeOffset now)
    {
        var rejection = new UpdateRejection(message.MessageId, entity, AccountOf(message.Body), now, problems);

        // The sender's id alone is not enough: it may be long, and two bad messages, or two brokers', may carry the same one.
        var identity = SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes($"{entity}|{message.BrokerId}|{message.MessageId}|"), .. message.Body.Span]);
        return new OutgoingMessage(
            Entities.UpdateRejections,
            $"r|{Convert.ToHexStringLower(identity.AsSpan(0, 16))}",
            SessionId: null,
            JsonSerializer.SerializeToUtf8Bytes(rejection, EngineJson.Default.UpdateRejection),
            BrokerId: message.BrokerId);
    }

    /// <summary>The account that a bad message names, if that much of it can be read.</summary>
    private static string? AccountOf(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MessageLimits.UpdateBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("accountId", out var id) && id.ValueKind == JsonValueKind.String
                ? StrictDocument.Excerpt(id.GetString()!)
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
