using System.Net;
using System.Net.Sockets;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.Notifications;

/// <summary>What a name leads to is looked at when connecting, by the addresses that are connected to.</summary>
public sealed class WebhookConnectionTests : IDisposable, ISecretSource
{
    private static readonly Notification Call = new("A-1|cross|1|called", "A-1", "{}"u8.ToArray());
    private readonly TcpListener inside = new(IPAddress.Loopback, 0);

    public WebhookConnectionTests() => inside.Start();

    public void Dispose() => inside.Dispose();

    public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<string?>("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Theory]
    [InlineData("loopback", "a loopback address", "127.0.0.1")]
    [InlineData("mapped loopback", "a loopback address, IPv4-mapped", "::ffff:127.0.0.1")]
    [InlineData("the metadata service", "the metadata service of clouds", "169.254.169.254")]
    [InlineData("a public address and then one inside", "a private address", "8.8.8.8", "10.0.0.1")]
    [InlineData("one inside and then a public address", "a unique-local address", "fd00::1", "2606:4700::1111")]
    public async Task A_name_that_leads_inside_is_refused_and_nothing_is_connected_to(string what, string kind, params string[] addresses)
    {
        var result = await DeliverAsync(_ => addresses);

        Assert.True((DeliveryVerdict.Refused, $"the host leads to {kind}") == (result.Verdict, result.Reason), $"{what}: {result}");
        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task A_name_is_resolved_once_a_connection_so_that_it_cannot_be_another_address_the_second_time()
    {
        var asked = 0;

        var delivery = DeliverAsync(_ => ++asked == 1 ? ["127.0.0.1"] : ["8.8.8.8"]);

        Assert.Equal("the host leads to a loopback address", (await delivery).Reason);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_is_tried_again()
    {
        var result = await DeliverAsync(_ => throw new SocketException((int)SocketError.HostNotFound));

        Assert.Equal(DeliveryVerdict.Unavailable, result.Verdict);
        Assert.DoesNotContain("rebind", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_breaks_a_rule_is_hopeless_whatever_the_directory_says()
    {
        using var channel = new WebhookChannel(new WebhookRules(), this, TimeProvider.System);

        var result = await channel.DeliverAsync(Call, new NotificationDestination("A-1", "main", "webhook", "http://127.0.0.1/", ["s"]), CancellationToken.None);

        Assert.Equal((DeliveryVerdict.Hopeless, "the address is refused: the host is a loopback address"), (result.Verdict, result.Reason));
    }

    private async Task<DeliveryResult> DeliverAsync(Func<string, string[]> resolve)
    {
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        var rules = new WebhookRules { MorePorts = [port] };
        using var channel = new WebhookChannel(
            rules, this, TimeProvider.System, WebhookTransport.Create(rules, (host, _) => Task.FromResult(resolve(host).Select(IPAddress.Parse).ToArray())));
        return await channel.DeliverAsync(Call, new NotificationDestination("A-1", "main", "webhook", $"https://rebind.example:{port}/x", ["s"]), CancellationToken.None);
    }
}
