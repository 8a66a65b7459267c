using System.Text;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Notifications.Webhooks;

namespace MarginFunctions.Engine.Tests.Notifications;

public sealed class NotificationDirectoryFileTests
{
    [Fact]
    public void A_document_is_read()
    {
        var file = Parse("""
            { "version": "2026-11", "destinations": [
              { "owner": "A-1001", "id": "main", "kind": "webhook", "address": "https://example.com/x", "secrets": ["one", "two"] },
              { "owner": "alpha:", "id": "main", "kind": "webhook", "address": "https://example.com/y", "secrets": ["three"] },
              { "owner": "*", "id": "desk", "kind": "mail", "address": "desk@example.com", "secrets": [] } ] }
            """);

        Assert.Equal(("2026-11", 3), (file.Version, file.Destinations.Count));
        Assert.Equal(["one", "two"], file.Destinations[0].Secrets);
        Assert.All(file.Destinations, d => Assert.Null(d.Problem()));
    }

    [Theory]
    [InlineData("an unknown field", "\"owner\": \"A-1\"", "\"color\": \"red\", \"owner\": \"A-1\"", "destinations[0].color")]
    [InlineData("no owner", "\"owner\": \"A-1\",", "", "destinations[0].owner: is required")]
    [InlineData("an owner that is none", "\"A-1\"", "\"a/b\"", "destinations[0].owner = \"a/b\": must be an account id")]
    [InlineData("an id that is none", "\"main\"", "\"Main hook\"", "destinations[0].id = \"Main hook\": must be 1 to 64 of a-z")]
    [InlineData("an address without TLS", "https://", "http://", "must begin with https://")]
    [InlineData("a private address", "example.com", "10.0.0.1", "the host is a private address")]
    [InlineData("no secret", "[\"s\"]", "[]", "a webhook is signed")]
    [InlineData("four secrets", "[\"s\"]", "[\"a\",\"b\",\"c\",\"d\"]", "array of 0 to 3 strings")]
    [InlineData("a secret that is no text", "[\"s\"]", "[1]", "secrets[0] = 1")]
    [InlineData("no version", "\"version\": \"1\",", "", "version: is required")]
    public void A_wrong_document_is_refused_with_path_and_reason(string what, string was, string now, string expected)
    {
        const string Right = """{ "version": "1", "destinations": [ { "owner": "A-1", "id": "main", "kind": "webhook", "address": "https://example.com/", "secrets": ["s"] } ] }""";
        Assert.Single(Parse(Right).Destinations);

        var refusal = Assert.Throws<InvalidDataException>(() => Parse(Right.Replace(was, now, StringComparison.Ordinal)));

        Assert.True(refusal.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    [Fact]
    public void A_secret_that_stands_where_its_name_belongs_is_refused_and_not_repeated()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Parse(
            """{ "version": "1", "destinations": [ { "owner": "A-1", "id": "main", "kind": "webhook", "address": "https://example.com/", "secrets": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] } ] }"""));

        Assert.Contains("never the secrets themselves", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_destination_stands_once() => Assert.Contains("stands twice for A-1", Assert.Throws<InvalidDataException>(() => Parse("""
        { "version": "1", "destinations": [
          { "owner": "A-1", "id": "m", "kind": "webhook", "address": "https://example.com/", "secrets": ["s"] },
          { "owner": "A-1", "id": "m", "kind": "webhook", "address": "https://example.com/", "secrets": ["s"] } ] }
        """)).Message, StringComparison.Ordinal);

    private static NotificationDirectoryFile Parse(string json) => NotificationDirectoryFile.Parse(Encoding.UTF8.GetBytes(json), "webhooks.json", new WebhookRules());
}
