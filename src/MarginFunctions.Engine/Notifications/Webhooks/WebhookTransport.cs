using System.Net;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>The one HTTP client that webhooks are sent with.</summary>
internal static class WebhookTransport
{
    /// <summary>How long an attempt may take, from resolving the name to the head of the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The most connections to one host and port.</summary>
    public const int ConnectionsOfHost = 4;

    /// <summary>The most of an answer's body that is read, in bytes: only for the connection to be used again. Nothing of it is kept.</summary>
    private const int LongestAnswer = 4096;

    /// <summary>Makes the client.</summary>
    /// <param name="rules">Whether loopback is allowed.</param>
    /// <param name="resolve">What a name leads to; the machine's resolver when null.</param>
    public static HttpMessageInvoker Create(WebhookRules rules, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new(new SocketsHttpHandler
    {
        // A redirect would lead past the rules, and a signature to someone else.
        AllowAutoRedirect = false,

        // A proxy would resolve names for itself.
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Timeout,
        ConnectCallback = new WebhookConnector(rules, resolve ?? ((host, stop) => Dns.GetHostAddressesAsync(host, stop))).ConnectAsync,
        MaxConnectionsPerServer = ConnectionsOfHost,

        // A name's new address counts after this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = LongestAnswer,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
    });
}
