namespace MarginFunctions.Engine.Liquidation;

/// <summary>Which jobs an account still remembers.</summary>
internal static class JobMemory
{
    /// <summary>How long after its end a fill of a job may come and be charged.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>The most jobs that are over and remembered.</summary>
    public const int MaximumEnded = 20;

    /// <summary>The most orders that they have together: an account's row must stay small.</summary>
    public const int MaximumEndedOrders = 100;

    /// <summary>What is remembered: all that are open, and the latest of those that are over.</summary>
    /// <returns>Null for nothing; the same object where nothing is forgotten.</returns>
    public static IReadOnlyList<IssuedJob>? Of(IReadOnlyList<IssuedJob>? jobs, DateTimeOffset now)
    {
        if (jobs is null)
        {
            return null;
        }

        var kept = new List<IssuedJob>(jobs.Count);
        var (ended, orders) = (0, 0);
        for (var n = jobs.Count - 1; n >= 0; n--)
        {
            if (jobs[n].EndedAt is not { } at)
            {
                kept.Add(jobs[n]);
                continue;
            }

            ended++;
            orders += jobs[n].Orders.Count;
            if (now - at < Kept && ended <= MaximumEnded && orders <= MaximumEndedOrders)
            {
                kept.Add(jobs[n]);
            }
        }

        if (kept.Count == jobs.Count)
        {
            return jobs;
        }

        kept.Reverse();
        return kept.Count == 0 ? null : kept;
    }
}
