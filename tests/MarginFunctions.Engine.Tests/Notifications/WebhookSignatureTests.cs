using System.Text;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Engine.Tests.Support;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace MarginFunctions.Engine.Tests.Notifications;

public sealed class WebhookSignatureTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();
    private readonly ManualTime time = new();

    private long Now => time.Now.ToUnixTimeSeconds();

    [Fact]
    public void The_published_example_has_its_signature() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Sign([Secret(Key)], Id, 1614265330, Body));

    [Fact]
    public void Another_implementation_makes_and_takes_the_same_signature()
    {
        // That implementation reads the machine's clock.
        var now = TimeProvider.System.GetUtcNow();
        var other = new StandardWebhook(Key);
        var signature = WebhookSignature.Sign([Secret(Key)], Id, now.ToUnixTimeSeconds(), Body);
        var headers = new HeaderDictionary { ["webhook-id"] = Id, ["webhook-timestamp"] = $"{now.ToUnixTimeSeconds()}", ["webhook-signature"] = signature };

        Assert.Equal(signature, other.Sign(Id, now, Encoding.UTF8.GetString(Body)));
        other.Verify(Encoding.UTF8.GetString(Body), headers);
        Assert.Throws<WebhookVerificationException>(() => other.Verify(Encoding.UTF8.GetString(Body) + " ", headers));
    }

    [Theory]
    [InlineData("as it was sent", 0, WebhookVerdict.Genuine)]
    [InlineData("five minutes old, which is still inside", -300, WebhookVerdict.Genuine)]
    [InlineData("five minutes ahead, which is still inside", 300, WebhookVerdict.Genuine)]
    [InlineData("a second older than that", -301, WebhookVerdict.OutsideWindow)]
    [InlineData("a second further ahead than that", 301, WebhookVerdict.OutsideWindow)]
    [InlineData("a day old", -86400, WebhookVerdict.OutsideWindow)]
    public void Times_count(string what, int seconds, WebhookVerdict verdict)
    {
        var signature = WebhookSignature.Sign([Secret(Key)], Id, Now + seconds, Body);

        Assert.True(Verify(Id, $"{Now + seconds}", signature, Body) == verdict, what);
    }

    [Fact]
    public void A_changed_id_time_or_body_is_forged()
    {
        var signature = WebhookSignature.Sign([Secret(Key)], Id, Now, Body);

        Assert.Equal(WebhookVerdict.Genuine, Verify(Id, $"{Now}", signature, Body));
        Assert.Equal(WebhookVerdict.Forged, Verify(Id + "x", $"{Now}", signature, Body));
        Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"{Now + 1}", signature, Body));
        Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"0{Now}", signature, Body));
        Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"{Now}", signature, [.. Body, (byte)' ']));
        Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"{Now}", signature, []));
        for (var i = 0; i < Body.Length; i++)
        {
            var changed = Body.ToArray();
            changed[i] ^= 1;
            Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"{Now}", signature, changed));
        }
    }

    [Theory]
    [InlineData(null, "now", "v1,AAAA")]
    [InlineData("", "now", "v1,AAAA")]
    [InlineData("a.b", "now", "v1,AAAA")]
    [InlineData(Id, null, "v1,AAAA")]
    [InlineData(Id, "soon", "v1,AAAA")]
    [InlineData(Id, "-1", "v1,AAAA")]
    [InlineData(Id, "1e9", "v1,AAAA")]
    [InlineData(Id, "now", null)]
    [InlineData(Id, "now", "")]
    public void Headers_that_are_absent_or_none_are_malformed(string? id, string? timestamp, string? signatures) =>
        Assert.Equal(WebhookVerdict.Malformed, Verify(id, timestamp == "now" ? $"{Now}" : timestamp, signatures, Body));

    [Theory]
    [InlineData("another version")]
    [InlineData("no version")]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("no base64")]
    public void Signatures_that_do_not_fit_are_forged(string how)
    {
        var signature = WebhookSignature.Sign([Secret(Key)], Id, Now, Body);
        var changed = how switch
        {
            "another version" => "v1a," + signature[3..],
            "no version" => signature[3..],
            "cut" => signature[..^4],
            "longer" => signature[..^1] + "AAA=",
            _ => "v1,*",
        };

        Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"{Now}", changed, Body));
        Assert.Equal(WebhookVerdict.Genuine, Verify(Id, $"{Now}", $"{changed}  {signature}", Body));
    }

    [Fact]
    public void A_key_is_changed_without_a_moment_in_which_a_receiver_knows_none()
    {
        var both = WebhookSignature.Sign([Secret(OtherKey), Secret(Key)], Id, Now, Body);

        Assert.Equal(2, both.Split(' ').Length);
        Assert.Equal(WebhookVerdict.Genuine, Verify(Id, $"{Now}", both, Body, Key));
        Assert.Equal(WebhookVerdict.Genuine, Verify(Id, $"{Now}", both, Body, OtherKey));
        Assert.Equal(WebhookVerdict.Genuine, Verify(Id, $"{Now}", WebhookSignature.Sign([Secret(OtherKey)], Id, Now, Body), Body, Key, OtherKey));
        Assert.Equal(WebhookVerdict.Forged, Verify(Id, $"{Now}", WebhookSignature.Sign([Secret(OtherKey)], Id, Now, Body), Body, Key));
    }

    [Fact]
    public void The_id_for_the_receiver_is_of_the_event_and_has_no_full_stop()
    {
        var notification = new Notification("A.1|cross|1|called", "A.1", Body);

        Assert.Equal(notification.Id, new Notification("A.1|cross|1|called", "A.1", Array.Empty<byte>()).Id);
        Assert.NotEqual(notification.Id, new Notification("A.1|cross|2|called", "A.1", Body).Id);
        Assert.Matches("^msg_[0-9a-f]{32}$", notification.Id);
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign([Secret(Key)], "a.b", Now, Body));
    }

    [Theory]
    [InlineData("no prefix", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("no base64", "whsec_*****")]
    [InlineData("23 bytes", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("a key of the asymmetric scheme", "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("nothing", null)]
    public void What_is_no_secret_is_refused(string what, string? text) => Assert.False(WebhookSecret.TryParse(text, out _), what);

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool taken) => Assert.Equal(taken, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));

    [Fact]
    public void A_secret_may_have_a_line_break_behind_it_and_does_not_show_itself()
    {
        Assert.True(WebhookSecret.TryParse(Key + "\r\n", out var secret));
        Assert.DoesNotContain("MfKQ", $"{secret}", StringComparison.Ordinal);
        Assert.Equal(WebhookSignature.Sign([Secret(Key)], Id, Now, Body), WebhookSignature.Sign([secret], Id, Now, Body));
    }

    private static WebhookSecret Secret(string text) => WebhookSecret.TryParse(text, out var secret) ? secret : throw new ArgumentException("no secret", nameof(text));

    private WebhookVerdict Verify(string? id, string? timestamp, string? signatures, byte[] body, params string[] keys) =>
        new WebhookVerifier([.. (keys.Length == 0 ? [Key] : keys).Select(Secret)], time).Verify(id, timestamp, signatures, body);
}
