// A broker's client for Margin Functions, in one file: a margin call from its cause to its end.
//
//     dotnet run margin-client.cs [address]      default http://127.0.0.1:7071
//
// It opens a position for a new account, waits for the margin call that follows, pays what the call asks for
// and waits for the news that the call is met. Exit code 0: all of that happened. 1: it did not, and the last
// line on standard error says why. 2: wrong arguments. Needs the .NET 10 SDK and no packages.
//
// It posts a made-up price and takes messages off a queue for good: only for servers to try things on.
// See README.md, one folder up, for Azure and for what a client in production does differently.

// Files that run without a project are set up for native compilation, which would need packages and source-generated JSON.
#:property PublishAot=false

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

if (args.Length > 1
    || !Uri.TryCreate(args.FirstOrDefault() ?? "http://127.0.0.1:7071", UriKind.Absolute, out var address)
    || address.Scheme is not ("http" or "https"))
{
    Console.Error.WriteLine("Usage: margin-client.cs [address], such as http://127.0.0.1:7071");
    return 2;
}

var wait = Environment.GetEnvironmentVariable("MARGIN_WAIT_SECONDS") ?? "60";
if (!int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0)
{
    Console.Error.WriteLine($"MARGIN_WAIT_SECONDS = {wait} is not a whole number of seconds from 1.");
    return 2;
}

try
{
    using var client = new MarginClient(address, Environment.GetEnvironmentVariable("SERVICE_BUS_TOKEN"), TimeSpan.FromSeconds(seconds));
    await RunAsync(client, Environment.GetEnvironmentVariable("MARGIN_INSTRUMENT") ?? "BTC-PERP");
    return 0;
}
catch (ClientException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

static async Task RunAsync(MarginClient client, string instrument)
{
    var account = $"sample-csharp-{Guid.NewGuid():N}"[..22];
    Console.WriteLine($"account {account} at {client.Address}");

    // A price counts when it is newer than the one before, and is refused when it is older than a minute.
    await client.SendAsync("price-updates", $"{account}-price", new
    {
        source = "sample",
        asOf = DateTimeOffset.UtcNow,
        prices = new[] { new { symbol = instrument, price = "60000" } },
    });

    // 1.5 BTC at 60,000 with 450 USDT. 400 USDT are the maintenance margin, and margin is called below 1.2 times that.
    // Decimals are strings: as JSON numbers they would become binary floating point on their way.
    var collateral = 450m;
    await client.SendAsync("position-updates", $"{account}-1", new
    {
        accountId = account,
        sequence = 1,
        asOf = DateTimeOffset.UtcNow,
        positions = new[] { new { instrument, quantity = "1.5", entryPrice = "60000" } },
        collateral = new[] { new { asset = "USDT", quantity = collateral.ToString(CultureInfo.InvariantCulture) } },
        complete = true,
    });
    var call = await client.WaitForAsync("called", account);

    // An update says what the account has now, not what has changed. Its sequence is higher than the last.
    collateral += decimal.Parse(call.Amount!, CultureInfo.InvariantCulture);
    await client.SendAsync("position-updates", $"{account}-2", new
    {
        accountId = account,
        sequence = 2,
        asOf = DateTimeOffset.UtcNow,
        collateral = new[] { new { asset = "USDT", quantity = collateral.ToString(CultureInfo.InvariantCulture) } },
    });
    await client.WaitForAsync("met", account);
}

/// <summary>Queues over HTTP: "Send Message" and "Receive and Delete Message" of Service Bus's REST operations.</summary>
internal sealed class MarginClient : IDisposable
{
    private const string MarginCalls = "margin-calls/subscriptions/notifications";
    private const string Rejections = "update-rejections";

    // How long one request waits for a message; Service Bus allows 60 seconds.
    private const int PollSeconds = 5;

    private readonly HttpClient http;
    private readonly TimeSpan wait;
    private readonly HashSet<string> sent = [];

    public MarginClient(Uri address, string? token, TimeSpan wait)
    {
        Address = address.GetLeftPart(UriPartial.Authority);
        this.wait = wait;
        http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(PollSeconds + 10) };
        if (!string.IsNullOrEmpty(token))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public string Address { get; }

    /// <summary>Sends a message. A queue takes any JSON; when the engine refuses it, that is told on update-rejections.</summary>
    public async Task SendAsync(string queue, string messageId, object message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{queue}/messages")
        {
            Content = new StringContent(JsonSerializer.Serialize(message), Encoding.UTF8, "application/json"),
        };

        // With the same message id, a message that is sent again after a lost answer counts once.
        request.Headers.TryAddWithoutValidation("BrokerProperties", JsonSerializer.Serialize(new { MessageId = messageId }));
        await RequestAsync(request);
        sent.Add(messageId);
    }

    /// <summary>Waits for an event of the account. Others who read this subscription would take our events: give each reader its own.</summary>
    public async Task<MarginEvent> WaitForAsync(string kind, string account)
    {
        var clock = Stopwatch.StartNew();
        while (wait - clock.Elapsed is var left && left > TimeSpan.Zero)
        {
            var next = await ReceiveAsync<MarginEvent>(MarginCalls, Math.Min(PollSeconds, (int)Math.Ceiling(left.TotalSeconds)));
            if (next is null)
            {
                await ThrowIfRefusedAsync();
            }
            else if (next.AccountId != account)
            {
                Console.WriteLine($"Not ours: {next}");
            }
            else
            {
                Console.WriteLine(next);
                if (next.Kind == kind)
                {
                    return next;
                }
            }
        }

        await ThrowIfRefusedAsync();
        throw new ClientException($"Account {account}: no event '{kind}' within {wait.TotalSeconds} seconds.");
    }

    public void Dispose() => http.Dispose();

    /// <summary>Receives the next message and deletes it; null when there is none in time.</summary>
    private async Task<T?> ReceiveAsync<T>(string path, int seconds)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{path}/messages/head?timeout={seconds}");
        var (status, body) = await RequestAsync(request);
        try
        {
            return status == HttpStatusCode.NoContent ? null : JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            throw new ClientException($"A message of {path} is not as expected: {body}");
        }
    }

    /// <summary>Reads all rejections. One that answers a message of ours ends the run.</summary>
    private async Task ThrowIfRefusedAsync()
    {
        var reasons = new List<string>();
        while (await ReceiveAsync<Rejection>(Rejections, 1) is { } rejection)
        {
            if (sent.Contains(rejection.MessageId))
            {
                reasons.Add(rejection.ToString());
            }
            else
            {
                Console.WriteLine($"Not ours: {rejection}");
            }
        }

        if (reasons.Count > 0)
        {
            throw new ClientException(string.Join(" | ", reasons));
        }
    }

    /// <summary>Status and body of an answer of 200 to 299; everything else is an exception.</summary>
    private async Task<(HttpStatusCode Status, string Body)> RequestAsync(HttpRequestMessage request)
    {
        try
        {
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? (answer.StatusCode, body)
                : throw new ClientException($"{request.Method} {request.RequestUri} was answered with {(int)answer.StatusCode}: {body}");
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException)
        {
            throw new ClientException($"No answer from {Address}: {problem.Message}");
        }
    }
}

/// <summary>What the engine says of an account, on the topic margin-calls. Fields that a reader does not know are ignored.</summary>
internal sealed record MarginEvent(
    string Kind, string AccountId, string Pool, string Equity, string Maintenance, string Currency, string? Amount, string? Deadline)
{
    public override string ToString()
    {
        var todo = Kind == "called" ? $"; add {Amount} {Currency} by {Deadline}" : "";
        return $"{Kind}: account {AccountId}, pool {Pool}, equity {Equity} {Currency}, maintenance margin {Maintenance} {Currency}{todo}";
    }
}

/// <summary>A message that the engine refused, and why.</summary>
internal sealed record Rejection(string MessageId, string Entity, IReadOnlyList<Problem> Problems)
{
    public override string ToString() => $"{Entity} refused {MessageId}: {string.Join("; ", Problems)}";
}

/// <summary>What is wrong with a field, which has no value when it is missing.</summary>
internal sealed record Problem(string Field, string? Value, string Reason)
{
    public override string ToString() => Value is null ? $"{Field} {Reason}" : $"{Field} = {Value} {Reason}";
}

/// <summary>Why a run cannot go on, in one line.</summary>
internal sealed class ClientException(string message)
    : Exception(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
