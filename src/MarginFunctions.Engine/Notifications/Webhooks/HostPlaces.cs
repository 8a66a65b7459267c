using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>
/// A few requests at a time to each host. Who finds no place waits for a moment, since a host that is well has one soon; where that was in vain no one waits for a while, since who waits takes the place of
/// notifications for others.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class HostPlaces(TimeProvider time) : IDisposable
{
    /// <summary>How long a place is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How long no one waits after that.</summary>
    public static readonly TimeSpan Impatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> impatientUntil = new(StringComparer.Ordinal);
    private readonly PartitionedRateLimiter<string> places = PartitionedRateLimiter.Create<string, string>(host => RateLimitPartition.GetConcurrencyLimiter(
        host, _ => new ConcurrencyLimiterOptions { PermitLimit = WebhookTransport.ConnectionsOfHost, QueueLimit = int.MaxValue }));

    /// <summary>A place, or a lease that is none.</summary>
    public async ValueTask<RateLimitLease> TakeAsync(string host, CancellationToken cancellationToken)
    {
        var none = places.AttemptAcquire(host);
        if (none.IsAcquired || (impatientUntil.TryGetValue(host, out var until) && time.GetUtcNow() < until))
        {
            return none;
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await places.AcquireAsync(host, cancellationToken: stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            impatientUntil[host] = time.GetUtcNow() + Impatience;
            return none;
        }
    }

    public void Dispose() => places.Dispose();
}
