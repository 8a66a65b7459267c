using System.Text.Json.Serialization;
using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Cover;

/// <summary>From the insurance fund to an account, by way of its shard.</summary>
/// <param name="Id">Unique: an answer that comes again changes nothing.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">The pool that it concerns.</param>
/// <param name="RequestId">The request that is answered; of <see cref="CoverageAnswerKind.LossShare"/> the settlement's id.</param>
/// <param name="Amount">What the account receives, negative for what it bears; 0 where no money moves.</param>
/// <param name="Orders">Of <see cref="CoverageAnswerKind.Deleverage"/>: what the account closes, limited to the bankruptcy price; null otherwise.</param>
public sealed record CoverageAnswer(
    string Id, CoverageAnswerKind Kind, string AccountId, string Pool, string RequestId, decimal Amount, IReadOnlyList<LiquidationOrder>? Orders = null)
{
    /// <summary>Whether it answers a request of this very pool. Otherwise the account is a winner, which never asked.</summary>
    [JsonIgnore]
    public bool IsOwn => RequestId.StartsWith($"{AccountId}|{Pool}|", StringComparison.Ordinal);
}
