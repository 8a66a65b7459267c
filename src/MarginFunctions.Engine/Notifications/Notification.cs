using System.Security.Cryptography;
using System.Text;

namespace MarginFunctions.Engine.Notifications;

/// <summary>What a customer is told.</summary>
/// <param name="EventId">The id of the margin-call message, which is in the body too.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Body">The margin-call message as it was sent, byte for byte.</param>
public sealed record Notification(string EventId, string AccountId, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// The id for the receiver, the same for the same event however often it is sent. It is made from <see cref="EventId"/> and is not that id itself: account ids may hold a full stop, and an id that does
    /// could be read as an id and a time (Standard Webhooks 1.0, "Signature scheme").
    /// </summary>
    public string Id { get; } = $"msg_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EventId)).AsSpan(0, 16))}";
}
