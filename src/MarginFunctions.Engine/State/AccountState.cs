using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.State;

/// <summary>Everything remembered of an account: the body of its row.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Holdings">What it holds.</param>
/// <param name="Pools">Where its pools stand: the cross pool first, then isolated ones in ordinal order.</param>
/// <param name="DecisionCount">How many decisions were made; the last one's number.</param>
/// <param name="Assessments">What the last commit found, in the order of <paramref name="Pools"/>.</param>
/// <param name="AssessedAt">When that was.</param>
public sealed record AccountState(
    string AccountId,
    Holdings Holdings,
    IReadOnlyList<PoolState> Pools,
    long DecisionCount,
    IReadOnlyList<PoolAssessment> Assessments,
    DateTimeOffset AssessedAt)
{
    /// <summary>What the engine has booked on it; null where it never has.</summary>
    public AccountLedger? Ledger { get; init; }

    /// <summary>The insurance fund's verdicts on pools that are being closed, one a pool: <see cref="CoverageAnswerKind.Backed"/> or <see cref="CoverageAnswerKind.Deleverage"/>. Null where there are none.</summary>
    public IReadOnlyList<CoverageAnswer>? FundAnswers { get; init; }

    /// <summary>What margin is computed of: the broker's facts, and in the account currency what the engine has booked and they do not count yet.</summary>
    public Portfolio Portfolio(string accountCurrency)
    {
        var stated = Holdings.Portfolio;
        if (Ledger is not { Pending.Count: > 0 } ledger)
        {
            return stated;
        }

        var held = Holdings.Collateral.FirstOrDefault(c => c.Holding.Asset == accountCurrency);
        var booked = ledger.SumAbove(held?.LedgerThrough ?? 0);
        return booked == 0 ? stated : stated with
        {
            Collateral =
            [
                .. stated.Collateral.Where(c => c.Asset != accountCurrency),
                .. (CollateralHolding[])[new(accountCurrency, (held?.Holding.Quantity ?? 0) + booked)],
            ],
        };
    }

    /// <summary>An account of which nothing is known yet.</summary>
    public static AccountState New(string accountId) => new(accountId, Holdings.None, [], 0, [], default);

    /// <summary>The worst status of its pools.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MarginStatus Status => Pools.Count == 0 ? MarginStatus.Healthy : Pools.Max(p => p.Status);
}
