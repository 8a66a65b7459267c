using System.Net;
using System.Net.Sockets;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>Connects to the host of a webhook. The addresses are looked at after resolving the name and are the ones that are connected to, so a name cannot be one address to the check and another to the connection.</summary>
/// <param name="rules">Whether loopback is allowed.</param>
/// <param name="resolve">What a name leads to.</param>
internal sealed class WebhookConnector(WebhookRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <exception cref="RefusedAddressException">One of the addresses is not of the public internet: a host that names both kinds is no receiver.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (PublicAddresses.Refusal(address) is { } kind && !(rules.AllowLoopback && IPAddress.IsLoopback(address)))
            {
                throw new RefusedAddressException($"the host leads to {kind}");
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
