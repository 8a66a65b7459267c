using System.Net;
using System.Net.Sockets;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>Tells addresses of the public internet from all others, which a webhook must never reach: this machine, its network, its cloud's own services, and what no one is.</summary>
/// <remarks>
/// By the IANA special-purpose address registries (RFC 6890 and its updates), and 168.63.129.16, an address of Azure's platform that is public by number and private by reach. IPv6 is refused outside
/// 2000::/3, which is all that is given out. An address that carries an IPv4 address inside is as good as that one.
/// </remarks>
public static class PublicAddresses
{
    private static readonly (IPNetwork Network, string Kind)[] Special =
    [
        Row("169.254.169.254/32", "the metadata service of clouds"),
        Row("fd00:ec2::254/128", "the metadata service of clouds"),
        Row("168.63.129.16/32", "a platform address of Azure"),
        Row("0.0.0.0/32", "the unspecified address"),
        Row("0.0.0.0/8", "an address of 'this' network"),
        Row("10.0.0.0/8", "a private address"),
        Row("100.64.0.0/10", "a shared address of carriers (CGNAT)"),
        Row("127.0.0.0/8", "a loopback address"),
        Row("169.254.0.0/16", "a link-local address"),
        Row("172.16.0.0/12", "a private address"),
        Row("192.0.0.0/24", "an address kept for protocols"),
        Row("192.0.2.0/24", "an address for documentation"),
        Row("192.31.196.0/24", "an address kept for protocols"),
        Row("192.52.193.0/24", "an address kept for protocols"),
        Row("192.88.99.0/24", "a 6to4 relay"),
        Row("192.168.0.0/16", "a private address"),
        Row("192.175.48.0/24", "an address kept for protocols"),
        Row("198.18.0.0/15", "an address for benchmarks"),
        Row("198.51.100.0/24", "an address for documentation"),
        Row("203.0.113.0/24", "an address for documentation"),
        Row("224.0.0.0/4", "a multicast address"),
        Row("255.255.255.255/32", "the broadcast address"),
        Row("240.0.0.0/4", "a reserved address"),
        Row("::/128", "the unspecified address"),
        Row("::1/128", "a loopback address"),
        Row("64:ff9b:1::/48", "a local address of IPv4 translation"),
        Row("100::/64", "a discard address"),
        Row("2001::/32", "a Teredo address"),
        Row("2001:db8::/32", "an address for documentation"),
        Row("2001::/23", "an address kept for protocols"),
        Row("2620:4f:8000::/48", "an address kept for protocols"),
        Row("3fff::/20", "an address for documentation"),
        Row("5f00::/16", "an address of segment routing"),
        Row("fc00::/7", "a unique-local address"),
        Row("fe80::/10", "a link-local address"),
        Row("fec0::/10", "a site-local address"),
        Row("ff00::/8", "a multicast address"),
    ];

    /// <summary>Where an IPv6 address carries an IPv4 address, by the network and the byte that it begins at.</summary>
    private static readonly (IPNetwork Network, int At, string Kind)[] Carriers =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12, "NAT64"),
        (IPNetwork.Parse("2002::/16"), 2, "6to4"),
    ];

    private static readonly IPNetwork GivenOut = IPNetwork.Parse("2000::/3");

    /// <summary>What an address is that it must not be; null for one of the public internet.</summary>
    public static string? Refusal(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // Networks take a mapped address for the one inside, without saying so.
            if (address.IsIPv4MappedToIPv6)
            {
                return Refusal(address.MapToIPv4()) is { } mapped ? $"{mapped}, IPv4-mapped" : null;
            }

            foreach (var (network, at, kind) in Carriers)
            {
                if (network.Contains(address))
                {
                    return Refusal(new IPAddress(address.GetAddressBytes().AsSpan(at, 4))) is { } inner ? $"{inner}, {kind}" : null;
                }
            }
        }

        foreach (var (network, kind) in Special)
        {
            if (network.Contains(address))
            {
                return kind;
            }
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && !GivenOut.Contains(address) ? "an address that is not given out" : null;
    }

    private static (IPNetwork Network, string Kind) Row(string network, string kind) => (IPNetwork.Parse(network), kind);
}
