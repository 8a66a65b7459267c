using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using MarginFunctions.Engine.Ports;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>Posts notifications by the convention of Standard Webhooks 1.0.</summary>
public sealed class WebhookChannel : INotificationChannel, IDisposable
{
    /// <summary>The kind of its destinations.</summary>
    public const string WebhookKind = "webhook";

    private const string UserAgent = "MarginFunctions-Webhooks/1";

    private readonly WebhookRules rules;
    private readonly ISecretSource secrets;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker client;
    private readonly HostPlaces places;
    private readonly ResiliencePipelineRegistry<string> breakers = new();

    /// <summary>Makes the channel.</summary>
    /// <param name="rules">What addresses may be.</param>
    /// <param name="secrets">Where keys are.</param>
    /// <param name="time">The clock.</param>
    public WebhookChannel(WebhookRules rules, ISecretSource secrets, TimeProvider time)
        : this(rules, secrets, time, WebhookTransport.Create(rules))
    {
    }

    internal WebhookChannel(WebhookRules rules, ISecretSource secrets, TimeProvider time, HttpMessageInvoker client)
    {
        this.rules = rules;
        this.secrets = secrets;
        this.time = time;
        this.client = client;
        places = new HostPlaces(time);
    }

    /// <inheritdoc/>
    public string Kind => WebhookKind;

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeliverAsync(Notification notification, NotificationDestination destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        ArgumentNullException.ThrowIfNull(destination);
        if (rules.Refusal(destination.Address) is { } refusal)
        {
            return new DeliveryResult(DeliveryVerdict.Hopeless, $"the address is refused: {refusal}");
        }

        var (keys, problem) = await ReadSecretsAsync(destination, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            // Whoever named the secret may be about to put it there.
            return new DeliveryResult(DeliveryVerdict.Unavailable, problem);
        }

        var address = new Uri(destination.Address);

        using var place = await places.TakeAsync(address.Authority, cancellationToken).ConfigureAwait(false);
        if (!place.IsAcquired)
        {
            return new DeliveryResult(DeliveryVerdict.Deferred, "its host is busy with other notifications");
        }

        try
        {
            return await Breaker(address.Authority).ExecuteAsync(
                static async (state, stop) => await state.Channel.PostAsync(state.Notification, state.Address, state.Keys, stop).ConfigureAwait(false),
                (Channel: this, Notification: notification, Address: address, Keys: keys),
                cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return new DeliveryResult(DeliveryVerdict.Deferred, "its host did not answer others just now");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        places.Dispose();
        breakers.Dispose();
    }

    /// <summary>Leaves a host alone for a while that does not answer. An answer of any status is one.</summary>
    private ResiliencePipeline<DeliveryResult> Breaker(string host) => breakers.GetOrAddPipeline<DeliveryResult>(host, builder =>
    {
        builder.TimeProvider = time;
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<DeliveryResult>
        {
            FailureRatio = 0.5,
            MinimumThroughput = 4,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(15),
            ShouldHandle = new PredicateBuilder<DeliveryResult>().HandleResult(result => result.IsSilence),
        });
    });

    private async Task<(IReadOnlyList<WebhookSecret> Keys, string? Problem)> ReadSecretsAsync(NotificationDestination destination, CancellationToken cancellationToken)
    {
        if (destination.Secrets.Count == 0)
        {
            return ([], "it names no secret to sign with");
        }

        var keys = new List<WebhookSecret>(destination.Secrets.Count);
        foreach (var name in destination.Secrets)
        {
            string? text;
            try
            {
                text = await secrets.FindAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                return ([], $"secret '{name}' could not be read: {failure.GetType().Name}");
            }

            if (text is null)
            {
                return ([], $"there is no secret '{name}'");
            }

            if (!WebhookSecret.TryParse(text, out var key))
            {
                return ([], $"secret '{name}' {WebhookSecret.Rule}");
            }

            keys.Add(key);
        }

        return (keys, null);
    }

    private async ValueTask<DeliveryResult> PostAsync(Notification notification, Uri address, IReadOnlyList<WebhookSecret> keys, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(notification.Body), Version = HttpVersion.Version11 };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd(UserAgent);
        request.Headers.Add(WebhookSignature.IdHeader, notification.Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(keys, notification.Id, timestamp, notification.Body.Span));
        using var limit = new CancellationTokenSource(WebhookTransport.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The answer is its head: its body is neither waited for nor kept.
            using var answer = await client.SendAsync(request, stop.Token).ConfigureAwait(false);
            return WebhookAnswers.Judge(answer.StatusCode, answer.Headers.RetryAfter, now);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return DeliveryResult.Silence(string.Create(CultureInfo.InvariantCulture, $"no answer within {WebhookTransport.Timeout.TotalSeconds:F0} s"));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return WebhookAnswers.Judge(failure);
        }
    }
}
