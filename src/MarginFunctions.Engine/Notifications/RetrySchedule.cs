using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MarginFunctions.Engine.Notifications;

/// <summary>When a delivery is tried again. Pure: the same delivery after the same attempt waits equally long, wherever and how often it is computed.</summary>
public static class RetrySchedule
{
    /// <summary>The wait after the first attempt; each further one is twice as long.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait, and the most of a receiver's <c>Retry-After</c> that is honoured.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The attempts at a receiver that is unavailable: some ten hours.</summary>
    public const int Attempts = 20;

    /// <summary>The attempts at a receiver that refuses.</summary>
    public const int AttemptsWhenRefused = 3;

    /// <summary>How often a delivery may be put off because its receiver is busy: more would be a day, and something is wrong.</summary>
    public const int Deferrals = 1000;

    /// <summary>The share of a wait by which it is shortened or prolonged at most, so that what failed together does not come back together.</summary>
    public const double Jitter = 0.2;

    private static readonly TimeSpan WhenDeferred = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait after an attempt.</summary>
    /// <param name="delivery">What tells this delivery from others.</param>
    /// <param name="attempt">The attempt that was made, 1 the first; the next one when it was put off.</param>
    /// <param name="deferrals">How often it was put off before.</param>
    /// <param name="result">How it went.</param>
    /// <returns>Null: not again.</returns>
    public static TimeSpan? After(string delivery, int attempt, int deferrals, DeliveryResult result)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(deferrals);
        TimeSpan? wait = result.Verdict switch
        {
            DeliveryVerdict.Unavailable when attempt < Attempts => Backoff(attempt),
            DeliveryVerdict.Refused when attempt < AttemptsWhenRefused => Backoff(attempt),
            DeliveryVerdict.Deferred when deferrals < Deferrals => WhenDeferred * Math.Min(1 << Math.Min(deferrals, 5), 30),
            _ => null,
        };
        if (wait is not { } planned)
        {
            return null;
        }

        var jittered = planned * (1 + Jitter * Spread(delivery, attempt, deferrals));

        // The receiver knows best when it can take more, but not for longer than our own longest wait.
        return result.RetryAfter is { } asked && asked > jittered ? (asked < Longest ? asked : Longest) : jittered;
    }

    private static TimeSpan Backoff(int attempt) => First * Math.Min(Math.Pow(2, attempt - 1), Longest / First);

    /// <summary>From -1 to 1, by the bits of a hash: no random number, so that a message that is handled twice plans the same retry.</summary>
    private static double Spread(string delivery, int attempt, int deferrals)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{delivery}|{attempt}|{deferrals}")));
        return 2.0 * BinaryPrimitives.ReadUInt32BigEndian(hash) / uint.MaxValue - 1;
    }
}
