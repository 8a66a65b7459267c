namespace MarginFunctions.Local.Tests.Notifications;

/// <summary>A request as a receiver got it.</summary>
internal sealed record ReceivedWebhook(string Id, string Timestamp, string Signatures, byte[] Body, IReadOnlyDictionary<string, string> Headers);
