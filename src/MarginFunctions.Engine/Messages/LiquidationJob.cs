using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Messages;

/// <summary>To brokers, on <c>liquidation-jobs</c>: close these positions, or sell this collateral.</summary>
/// <param name="JobId">The id of the decision; unique, but that a cancellation has the id of the job it takes back.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Pool"><c>cross</c>, or the instrument of an isolated position.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Scope">One of the constants of this type: why the orders are what they are.</param>
/// <param name="Orders">One reduce-only order a position; none when the job is cancelled.</param>
/// <param name="ExpiresAt">When what is not filled is to be taken back: orders that are still needed come again in another job. Null when the job is to be carried through.</param>
public sealed record LiquidationJob(
    string JobId, string AccountId, string Pool, DateTimeOffset At, string Scope, IReadOnlyList<LiquidationOrder> Orders, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Every position of the pool.</summary>
    public const string CloseEverything = "closeEverything";

    /// <summary>A part that restores the pool.</summary>
    public const string Reduce = "reduce";

    /// <summary>Positions that are closed against those of another account, at its bankruptcy price.</summary>
    public const string Deleverage = "deleverage";

    /// <summary>The pool is restored: what is open of the job of this id is to be taken back.</summary>
    public const string Cancel = "cancel";

    /// <summary>The job that closes a pool.</summary>
    internal static LiquidationJob Closing(ResolvedPool pool, string jobId, string accountId, DateTimeOffset at) => new(
        jobId,
        accountId,
        pool.Key,
        at,
        CloseEverything,
        [.. pool.Positions.Select(p => Closing(p.Position)), .. pool.Options.Select(o => Closing(o.Position))]);

    private static LiquidationOrder Closing(Position position) =>
        new(position.Instrument, position.Quantity > 0 ? "sell" : "buy", Math.Abs(position.Quantity), ReduceOnly: true);
}
