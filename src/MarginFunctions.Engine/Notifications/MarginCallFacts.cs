using System.Text.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Notifications;

/// <summary>What a notifier needs to know of a message of <see cref="Entities.MarginCalls"/>. The rest is passed on unread, so a message of a newer engine is told as it is.</summary>
/// <param name="Id">The event.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="At">When it was decided; null when that cannot be read.</param>
internal sealed record MarginCallFacts(string Id, string AccountId, DateTimeOffset? At)
{
    /// <summary>Null when the message is no margin call.</summary>
    public static MarginCallFacts? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && Text(root, "id") is { Length: > 0 and <= MessageLimits.MessageIdLength } id
                && Text(root, "accountId") is { } account && AccountIds.AreValid(account)
                ? new MarginCallFacts(id, account, root.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var time) ? time : null)
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
