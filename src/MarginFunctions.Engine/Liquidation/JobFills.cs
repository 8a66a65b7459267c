using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>What fills make of an account's jobs.</summary>
internal static class JobFills
{
    /// <summary>Takes note of a fill: of each order the one with the largest quantity counts.</summary>
    /// <param name="jobs">The account's jobs.</param>
    /// <param name="fill">The fill.</param>
    /// <param name="effect">What it was.</param>
    /// <returns>The jobs after it; the same object when it says nothing new.</returns>
    public static IReadOnlyList<IssuedJob>? Apply(IReadOnlyList<IssuedJob>? jobs, OrderFill fill, out FillEffect effect)
    {
        for (var j = 0; j < jobs?.Count; j++)
        {
            var job = jobs[j];
            for (var o = 0; job.JobId == fill.JobId && o < job.Orders.Count; o++)
            {
                var order = job.Orders[o];
                if (order.Instrument != fill.Instrument)
                {
                    continue;
                }

                effect = order.Filled >= fill.Quantity ? FillEffect.Known : fill.Quantity > order.Quantity ? FillEffect.TooMuch : FillEffect.News;
                return effect == FillEffect.Known ? jobs : With(jobs, j, job with { Orders = With(job.Orders, o, order with { Filled = fill.Quantity, Price = fill.Price }) });
            }
        }

        effect = FillEffect.Unknown;
        return jobs;
    }

    private static T[] With<T>(IReadOnlyList<T> items, int index, T item)
    {
        T[] changed = [.. items];
        changed[index] = item;
        return changed;
    }
}
