using System.Text;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>A message that was received and deleted.</summary>
internal sealed record TakenMessage(byte[] Body, TakenProperties Properties)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Its <c>BrokerProperties</c> header.</summary>
internal sealed record TakenProperties(
    string MessageId, long SequenceNumber, int DeliveryCount, string EnqueuedTimeUtc, string? SessionId = null, string? Label = null);
