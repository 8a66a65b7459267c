using System.Globalization;
using System.Security.Cryptography;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>The receiver's side. The engine receives no webhooks: this is for receivers in .NET, and what the tests of the sender hold it against.</summary>
/// <param name="secrets">The secrets that count; two while a key is changed.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookVerifier(IReadOnlyList<WebhookSecret> secrets, TimeProvider time)
{
    /// <summary>How far the time of an attempt may be from the receiver's, either way.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Judges a request by its three headers and its body.</summary>
    /// <param name="id">The header <see cref="WebhookSignature.IdHeader"/>.</param>
    /// <param name="timestamp">The header <see cref="WebhookSignature.TimestampHeader"/>.</param>
    /// <param name="signatures">The header <see cref="WebhookSignature.SignatureHeader"/>: signatures of any version, space between. Those of other versions are passed over.</param>
    /// <param name="body">The body as it was received, not as it was read and written again.</param>
    public WebhookVerdict Verify(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || id.Contains('.', StringComparison.Ordinal) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return WebhookVerdict.Malformed;
        }

        if (seconds < 0 || Math.Abs((decimal)time.GetUtcNow().ToUnixTimeSeconds() - seconds) > (decimal)Window.TotalSeconds)
        {
            return WebhookVerdict.OutsideWindow;
        }

        var isGenuine = false;
        foreach (var secret in secrets)
        {
            // Signed over the header's own text: 01 and 1 are one time and two texts.
            var expected = WebhookSignature.Compute(secret, id, timestamp!, body);
            foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                isGenuine |= IsSame(signature, expected);
            }
        }

        return isGenuine ? WebhookVerdict.Genuine : WebhookVerdict.Forged;
    }

    private static bool IsSame(string signature, byte[] expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes + 1];
        return signature.StartsWith(WebhookSignature.Version, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(signature.AsSpan(WebhookSignature.Version.Length), given, out var length)

            // Takes as long whichever byte differs, so that no one learns a signature byte by byte.
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
