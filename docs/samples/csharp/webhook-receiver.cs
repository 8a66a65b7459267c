// A customer's receiver of Margin Functions' webhooks, in one file: it checks each request and prints the margin call.
//
//     WEBHOOK_SECRETS='whsec_…' dotnet run webhook-receiver.cs [port]      default 8099; 0 for any free port
//
// WEBHOOK_SECRETS holds the secret that you share with your broker, or two with a space between while it is changed.
// Needs the .NET 10 SDK and no packages. It listens on 127.0.0.1: in production something with a certificate stands in front.
// See README.md, one folder up, and docs/notifications.md for what is sent and when it is sent again.

#:sdk Microsoft.NET.Sdk.Web

// Files that run without a project are set up for native compilation, which would need packages and source-generated JSON.
#:property PublishAot=false

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

const int LongestBody = 64 * 1024;

if (!Keys.TryRead(Environment.GetEnvironmentVariable("WEBHOOK_SECRETS"), out var keys))
{
    Console.Error.WriteLine("Set WEBHOOK_SECRETS to the secret that you share with your broker: 'whsec_' and base64.");
    return 2;
}

// Ids that were taken. In production keep them where they outlive the process, for a day: that is longer than anything is sent again.
var taken = new ConcurrentDictionary<string, bool>();

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Limits.MaxRequestBodySize = LongestBody).UseUrls($"http://127.0.0.1:{(args.Length > 0 ? args[0] : "8099")}");
await using var app = builder.Build();
app.Run(async context =>
{
    if (!HttpMethods.IsPost(context.Request.Method) || await ReadBodyAsync(context.Request) is not { } body)
    {
        await AnswerAsync(context.Response, 400, "POST a message of at most 64 KiB");
        return;
    }

    var headers = context.Request.Headers;
    var id = headers["webhook-id"].ToString();
    if (keys.Refusal(id, headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body, DateTimeOffset.UtcNow) is { } reason)
    {
        Console.WriteLine($"refused: {reason}");
        await AnswerAsync(context.Response, 401, reason);
        return;
    }

    if (!taken.TryAdd(id, true))
    {
        // Our answer may have been lost. It is answered as the first time, so that it is not sent again, and not acted on.
        Console.WriteLine($"dropped: {id} came before");
        await AnswerAsync(context.Response, 200, "came before");
        return;
    }

    // Answer first, work afterwards: the sender waits ten seconds. Here the work is a line.
    await AnswerAsync(context.Response, 200, "taken");
    Console.WriteLine(JsonSerializer.Deserialize<MarginEvent>(body, JsonSerializerOptions.Web));
});
await app.StartAsync();
Console.WriteLine($"listening on {app.Urls.Single()}");
await app.WaitForShutdownAsync();
return 0;

static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
{
    try
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
    catch (BadHttpRequestException)
    {
        return null;
    }
}

static async Task AnswerAsync(HttpResponse response, int status, string words)
{
    response.StatusCode = status;
    response.ContentType = "text/plain";
    await response.WriteAsync($"{words}\n");
    await response.CompleteAsync();
}

/// <summary>The keys that count.</summary>
internal sealed class Keys(IReadOnlyList<byte[]> keys)
{
    // How far the time of an attempt may be from ours.
    private const long WindowSeconds = 5 * 60;

    private const string Prefix = "whsec_";
    private const string Version = "v1,";
    private const int ShortestKey = 24;

    public static bool TryRead(string? text, out Keys keys)
    {
        try
        {
            List<byte[]> read = [.. (text ?? "").Split(' ').Where(secret => secret.StartsWith(Prefix, StringComparison.Ordinal)).Select(secret => Convert.FromBase64String(secret[Prefix.Length..]))];
            keys = new Keys(read);
            return read.Count > 0 && read.TrueForAll(key => key.Length >= ShortestKey);
        }
        catch (FormatException)
        {
            keys = new Keys([]);
            return false;
        }
    }

    /// <summary>Why a request is not to be believed; null when it is.</summary>
    public string? Refusal(string id, string timestamp, string signatures, byte[] body, DateTimeOffset now)
    {
        if (id.Length == 0 || signatures.Length == 0 || timestamp.Length > 12 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "a header is missing";
        }

        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > WindowSeconds)
        {
            return "the timestamp is not of now"; // someone repeats an old request, or a clock is wrong
        }

        // Over the body's own bytes: JSON that was parsed and written again is another text.
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        foreach (var key in keys)
        {
            var expected = Encoding.UTF8.GetBytes(Version + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            if (signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given))))
            {
                return null;
            }
        }

        return "no signature fits";
    }
}

/// <summary>What a notification says; the fields that are read here.</summary>
internal sealed record MarginEvent(string Kind, string AccountId, string Pool, string? Amount, string? Currency, string? Deadline)
{
    public override string ToString() => $"{Kind}: account {AccountId}, pool {Pool}" + (Amount is null ? "" : $": add {Amount} {Currency} by {Deadline}");
}
