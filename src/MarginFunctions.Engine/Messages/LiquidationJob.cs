using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Messages;

/// <summary>To brokers, on <c>liquidation-jobs</c>: close these positions.</summary>
/// <param name="JobId">Unique: the id of the decision.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Pool"><c>cross</c>, or the instrument of an isolated position.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Scope">Always <c>closeEverything</c> in this version: every position of the pool, at the market.</param>
/// <param name="Orders">One reduce-only order a position.</param>
public sealed record LiquidationJob(string JobId, string AccountId, string Pool, DateTimeOffset At, string Scope, IReadOnlyList<LiquidationOrder> Orders)
{
    /// <summary>The one value of <see cref="Scope"/>.</summary>
    public const string CloseEverything = "closeEverything";

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
