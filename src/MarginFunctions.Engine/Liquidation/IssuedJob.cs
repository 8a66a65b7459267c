using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>A liquidation job as the account remembers it: while it is open no other is issued for its pool, and afterwards a late fill can still be charged.</summary>
/// <param name="JobId"><c>account|pool|decision number</c>.</param>
/// <param name="Pool">The pool's key.</param>
/// <param name="Scope">As in <see cref="LiquidationJob.Scope"/>.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="ExpiresAt">From this moment its orders are taken back.</param>
/// <param name="Equity">The pool's equity when it was issued. Fees never take more of it than there was.</param>
/// <param name="Orders">What was ordered.</param>
/// <param name="EndedAt">When it was filled, expired or was cancelled; null while it is open.</param>
public sealed record IssuedJob(
    string JobId, string Pool, string Scope, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, decimal Equity, IReadOnlyList<IssuedOrder> Orders, DateTimeOffset? EndedAt = null)
{
    /// <summary>A winner's job, whose positions are closed against a bankrupt account's. It is over as soon as it is sent, for the winner's own liquidation does not wait for it; its fills are known and free.</summary>
    public static IssuedJob Of(LiquidationJob job, DateTimeOffset now) => new(
        job.JobId, job.Pool, job.Scope, now, now, Equity: 0, [.. job.Orders.Select(order => IssuedOrder.Of(order))], EndedAt: now);

    /// <summary>Whether its orders may still be filled as far as the engine knows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => EndedAt is null;
}
