using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>A key that sender and receiver share: 24 to 64 random bytes, written as <c>whsec_</c> and base64. It shows itself to no debugger, log or exception.</summary>
[DebuggerDisplay("a webhook secret")]
public sealed class WebhookSecret
{
    /// <summary>What secrets begin with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The rule in words.</summary>
    public const string Rule = "must be whsec_ and the base64 of 24 to 64 bytes";

    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    internal ReadOnlySpan<byte> Key => key;

    /// <summary>Reads a secret. White space around it, which files and vaults like to add, is not part of it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        var trimmed = text.AsSpan().Trim();
        if (!trimmed.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        // One byte more than the longest, so that a longer key is seen to be one.
        Span<byte> bytes = stackalloc byte[MostBytes + 1];
        if (!Convert.TryFromBase64Chars(trimmed[Prefix.Length..], bytes, out var length) || length is < LeastBytes or > MostBytes)
        {
            return false;
        }

        secret = new WebhookSecret(bytes[..length].ToArray());
        return true;
    }

    /// <summary>No word of the secret.</summary>
    public override string ToString() => "(webhook secret)";
}
