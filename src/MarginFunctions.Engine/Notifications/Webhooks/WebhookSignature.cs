using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>The symmetric signature of Standard Webhooks 1.0: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
/// <remarks>
/// The package StandardWebhooks 1.1.2 signs with one key and reads the machine's clock, so it cannot sign for a change of keys nor be tested in simulated time; the tests hold this type against it.
/// </remarks>
public static class WebhookSignature
{
    /// <summary>The header with the id of the event.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>What a symmetric signature begins with.</summary>
    public const string Version = "v1,";

    /// <summary>The signatures of an attempt, one a secret and space between, so that a receiver that knows only one of the secrets finds its own.</summary>
    /// <param name="secrets">At least one; two while a key is changed.</param>
    /// <param name="id">The event; no full stop may be in it.</param>
    /// <param name="timestamp">Seconds since 1970 of the attempt.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(IReadOnlyList<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentOutOfRangeException.ThrowIfZero(secrets.Count);
        if (id.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException("An id with a full stop could be read as an id and a timestamp.", nameof(id));
        }

        var signatures = new string[secrets.Count];
        for (var i = 0; i < signatures.Length; i++)
        {
            signatures[i] = Version + Convert.ToBase64String(Compute(secrets[i], id, timestamp.ToString(CultureInfo.InvariantCulture), body));
        }

        return string.Join(' ', signatures);
    }

    internal static byte[] Compute(WebhookSecret secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
