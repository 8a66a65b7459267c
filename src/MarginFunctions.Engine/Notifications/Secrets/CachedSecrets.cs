using System.Collections.Concurrent;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Notifications.Secrets;

/// <summary>Remembers what sources answered, so that a storm of calls is not a storm of requests to a vault.</summary>
/// <param name="sources">Asked in order, until one has the secret.</param>
/// <param name="time">The clock.</param>
public sealed class CachedSecrets(IReadOnlyList<ISecretSource> sources, TimeProvider time) : ISecretSource
{
    /// <summary>How long a secret is used before it is asked for again: a changed one counts after this time at the latest.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(5);

    /// <summary>How long it is believed that there is none: shorter, as someone is about to put it there.</summary>
    public static readonly TimeSpan AgeOfNone = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (string? Secret, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(name, out var entry) && time.GetUtcNow() < entry.Until)
        {
            return entry.Secret;
        }

        string? secret = null;
        foreach (var source in sources)
        {
            if ((secret = await source.FindAsync(name, cancellationToken).ConfigureAwait(false)) is not null)
            {
                break;
            }
        }

        known[name] = (secret, time.GetUtcNow() + (secret is null ? AgeOfNone : Age));
        return secret;
    }
}
