using System.Globalization;
using System.Net;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>What the address of a webhook may be. This looks at the text alone; what a name leads to is looked at when connecting, by <see cref="PublicAddresses"/>.</summary>
public sealed record WebhookRules
{
    /// <summary>The longest address, in characters.</summary>
    public const int Longest = 2048;

    private const int HttpsPort = 443;

    /// <summary>Ports that are allowed besides 443.</summary>
    public IReadOnlyList<int> MorePorts { get; init; } = [];

    /// <summary>Whether receivers on this machine are allowed, without TLS and on any port: for developers, never in a deployment.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Reads the ports of a setting.</summary>
    /// <param name="text">Numbers with commas between; null or empty for none.</param>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static IReadOnlyList<int> ParsePorts(string? text) =>
    [
        .. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
                ? port
                : throw new FormatException($"'{part}' is not a port from 1 to {IPEndPoint.MaxPort}")),
    ];

    /// <summary>Why an address is refused; null when it is not.</summary>
    public string? Refusal(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Length > Longest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"must have at most {Longest} characters");
        }

        // Before any parser sees it: parsers trim, decode and repair, each in its own way.
        if (address.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "must be ASCII without spaces; write names in other scripts as punycode, xn--…";
        }

        if (address.Contains('\\', StringComparison.Ordinal))
        {
            return "must not hold a backslash";
        }

        if (address.Contains('#', StringComparison.Ordinal))
        {
            return "must not hold a fragment";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !address.Contains("://", StringComparison.Ordinal))
        {
            return "must be an absolute URL such as https://example.com/margin-calls";
        }

        var authority = Authority(address);
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return "must not hold a user or a password";
        }

        if (HostRefusal(authority, uri) is { } host)
        {
            return host;
        }

        if (AllowLoopback && IsLoopback(uri) && uri.Scheme is "http" or "https")
        {
            return null;
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            return "must begin with https://";
        }

        return uri.Port == HttpsPort || MorePorts.Contains(uri.Port) ? null : string.Create(CultureInfo.InvariantCulture, $"port {uri.Port} is not allowed here; 443 is");
    }

    private static bool IsLoopback(Uri uri) => uri.Host == "localhost" || (IPAddress.TryParse(uri.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static string Authority(string address)
    {
        var rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return rest.IndexOfAny(['/', '?']) is var end and >= 0 ? rest[..end] : rest;
    }

    private string? HostRefusal(string authority, Uri uri)
    {
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        var host = end > 0 ? authority[..end] : authority;
        if (host.StartsWith('['))
        {
            return IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var six) && !host.Contains('%', StringComparison.Ordinal) ? AddressRefusal(six) : "the host is no IPv6 address";
        }

        // A host whose last label is a number is an IPv4 address to some readers, in spellings such as 127.1, 0x7f.0.0.1, 017700000001 and 2130706433: one spelling is allowed.
        var last = host[(host.LastIndexOf('.') + 1)..];
        if (last.Length > 0 && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase)))
        {
            return IPAddress.TryParse(host, out var four) && four.ToString() == host ? AddressRefusal(four) : "the host must be a name, or an address in its usual spelling";
        }

        if (uri.HostNameType != UriHostNameType.Dns || !host.Equals(uri.Host, StringComparison.OrdinalIgnoreCase) || !host.Split('.').All(IsLabel))
        {
            return "the host must be a name of letters, digits and hyphens, without a dot at its end";
        }

        return host.Contains('.', StringComparison.Ordinal) || (AllowLoopback && host == "localhost") ? null : "the host must be a whole name, with a dot in it";
    }

    private string? AddressRefusal(IPAddress address) =>
        AllowLoopback && IPAddress.IsLoopback(address) ? null : PublicAddresses.Refusal(address) is { } kind ? $"the host is {kind}" : null;

    private static bool IsLabel(string label) => label is { Length: > 0 and <= 63 } && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
