using System.Text.Json.Serialization;

namespace MarginFunctions.Engine.Lifecycle;

/// <summary>What is remembered of a pool between assessments.</summary>
/// <param name="Pool">The pool's key.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Call">The open call; null unless <see cref="MarginStatus.Called"/>.</param>
/// <param name="JobId">The liquidation job that was issued; null unless <see cref="MarginStatus.Liquidating"/>.</param>
/// <param name="HasExpired">Whether the liquidation follows a call that has expired: it then ends where the call would have been met, and not at the restore level. False unless <see cref="MarginStatus.Liquidating"/>.</param>
public sealed record PoolState(
    string Pool,
    MarginStatus Status,
    MarginCall? Call = null,
    string? JobId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool HasExpired = false);
