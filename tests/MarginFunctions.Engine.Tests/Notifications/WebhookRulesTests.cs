using MarginFunctions.Engine.Notifications.Webhooks;

namespace MarginFunctions.Engine.Tests.Notifications;

public sealed class WebhookRulesTests
{
    private static readonly WebhookRules Rules = new();
    private static readonly WebhookRules Local = new() { AllowLoopback = true };

    [Theory]
    [InlineData("plain", "https://example.com")]
    [InlineData("path, query and percent signs", "https://hooks.example.com/a/b%20c?d=e%2Ff&g=@h")]
    [InlineData("443 said", "https://example.com:443/x")]
    [InlineData("capitals", "HTTPS://Example.COM/x")]
    [InlineData("punycode", "https://xn--bcher-kva.example/x")]
    [InlineData("a public address", "https://8.8.8.8/x")]
    [InlineData("a public IPv6 address", "https://[2606:4700::1111]/x")]
    public void An_address_is_taken(string what, string address) => Assert.True(Rules.Refusal(address) is null, $"{what}: {Rules.Refusal(address)}");

    [Theory]
    [InlineData("no TLS", "http://example.com/", "https://")]
    [InlineData("another scheme", "ftp://example.com/", "https://")]
    [InlineData("a file", "file:///etc/passwd", "")]
    [InlineData("gopher, a favourite of old", "gopher://example.com/_x", "")]
    [InlineData("no scheme", "example.com/x", "absolute URL")]
    [InlineData("a scheme without its slashes", "https:example.com", "absolute URL")]
    [InlineData("nothing", "", "absolute URL")]
    [InlineData("a user", "https://user@example.com/", "user")]
    [InlineData("a user and a password", "https://user:pass@example.com/", "user")]
    [InlineData("a host that looks like a user", "https://example.com@127.0.0.1/", "user")]
    [InlineData("an encoded user", "https://example.com%40127.0.0.1/", "absolute URL")]
    [InlineData("a fragment", "https://example.com/#x", "fragment")]
    [InlineData("a fragment that hides a host", "https://example.com#@127.0.0.1/", "fragment")]
    [InlineData("a backslash, which browsers take for a slash", "https://example.com\\@127.0.0.1/", "backslash")]
    [InlineData("a space", "https://example.com/ x", "spaces")]
    [InlineData("a space in front", " https://example.com/", "spaces")]
    [InlineData("a line break", "https://example.com/\r\nHost: x", "spaces")]
    [InlineData("a tab in the scheme", "ht\ttps://example.com/", "spaces")]
    [InlineData("a name in another script", "https://b\u00fccher.example/", "punycode")]
    [InlineData("full-width digits", "https://\uff11\uff12\uff17.0.0.1/", "ASCII")]
    [InlineData("an ideographic full stop", "https://127\u30020\u30020\u30021/", "ASCII")]
    [InlineData("another port", "https://example.com:8443/", "port 8443")]
    [InlineData("a single label", "https://intranet/", "dot")]
    [InlineData("localhost", "https://localhost/", "dot")]
    [InlineData("a dot at the end", "https://example.com./", "end")]
    [InlineData("an empty label", "https://example..com/", "absolute URL")]
    [InlineData("an underscore", "https://a_b.example.com/", "letters")]
    [InlineData("a percent sign in the host", "https://ex%61mple.com/", "absolute URL")]
    [InlineData("loopback", "https://127.0.0.1/", "a loopback address")]
    [InlineData("a private address", "https://10.0.0.1/", "a private address")]
    [InlineData("the metadata service", "https://169.254.169.254/latest/meta-data", "metadata")]
    [InlineData("two parts", "https://127.1/", "usual spelling")]
    [InlineData("one number", "https://2130706433/", "usual spelling")]
    [InlineData("one hexadecimal number", "https://0x7f000001/", "usual spelling")]
    [InlineData("hexadecimal parts", "https://0x7f.0x0.0x0.0x1/", "usual spelling")]
    [InlineData("octal parts", "https://0177.0.0.1/", "usual spelling")]
    [InlineData("one octal number", "https://017700000001/", "usual spelling")]
    [InlineData("leading zeros", "https://127.000.000.001/", "usual spelling")]
    [InlineData("five parts", "https://1.2.3.4.5/", "usual spelling")]
    [InlineData("a part above 255", "https://256.1.1.1/", "usual spelling")]
    [InlineData("IPv6 loopback", "https://[::1]/", "a loopback address")]
    [InlineData("IPv6 loopback in full", "https://[0:0:0:0:0:0:0:1]/", "a loopback address")]
    [InlineData("mapped loopback", "https://[::ffff:127.0.0.1]/", "loopback address, IPv4-mapped")]
    [InlineData("unique-local", "https://[fd00:ec2::254]/", "metadata")]
    [InlineData("a zone", "https://[fe80::1%25eth0]/", "IPv6")]
    public void An_address_is_refused(string what, string address, string reason) =>
        Assert.True(Rules.Refusal(address)?.Contains(reason, StringComparison.Ordinal) == true, $"{what}: {Rules.Refusal(address) ?? "taken"}");

    [Fact]
    public void An_address_that_is_too_long_is_refused() => Assert.Contains("2048", Rules.Refusal("https://example.com/" + new string('x', 2048)), StringComparison.Ordinal);

    [Fact]
    public void A_port_is_taken_that_is_configured()
    {
        var rules = new WebhookRules { MorePorts = WebhookRules.ParsePorts(" 8443, 9443 ") };

        Assert.Null(rules.Refusal("https://example.com:9443/"));
        Assert.Contains("port 9444", rules.Refusal("https://example.com:9444/"), StringComparison.Ordinal);
        Assert.Empty(WebhookRules.ParsePorts(null));
        Assert.Throws<FormatException>(() => WebhookRules.ParsePorts("0"));
        Assert.Throws<FormatException>(() => WebhookRules.ParsePorts("https"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/x")]
    [InlineData("http://localhost:5000/x")]
    [InlineData("http://[::1]:5000/x")]
    [InlineData("https://example.com/")]
    public void For_development_this_machine_is_taken_as_well(string address) => Assert.Null(Local.Refusal(address));

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("https://example.com:8443/")]
    public void For_development_nothing_else_is_taken(string address) => Assert.NotNull(Local.Refusal(address));
}
