using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Liquidation;
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

    /// <summary>Liquidation jobs that are open, and those of which a late fill may still come, in the order of their issue; null where there are none.</summary>
    public IReadOnlyList<IssuedJob>? Jobs { get; init; }

    /// <summary>What the insurance fund has been asked and has not answered, at most one a pool; null where there is nothing.</summary>
    public IReadOnlyList<FundQuestion>? Questions { get; init; }

    /// <summary>The insurance fund's verdicts on pools that are being closed, one a pool: <see cref="CoverageAnswerKind.Backed"/> or <see cref="CoverageAnswerKind.Deleverage"/>. Null where there are none.</summary>
    public IReadOnlyList<CoverageAnswer>? FundAnswers { get; init; }

    /// <summary>
    /// What margin is computed of: the broker's facts, and in the account currency what the engine has booked and they do not count yet. A margin loan is margin, for that is what a credit line is for; only
    /// what is owed beyond the line is taken off.
    /// </summary>
    public Portfolio Portfolio(string accountCurrency)
    {
        var stated = Holdings.Portfolio;
        if (Ledger is not { } ledger)
        {
            return stated;
        }

        var change = ledger.SumAbove(Holdings.LedgerThrough(accountCurrency)) - LoanBeyondLine;
        return change == 0 ? stated : stated with
        {
            Collateral =
            [
                .. stated.Collateral.Where(c => c.Asset != accountCurrency),
                .. (CollateralHolding[])[new(accountCurrency, CashOf(stated, accountCurrency) + change)],
            ],
        };
    }

    /// <summary>What is owed on the credit line above what the broker says the line is, as when it was cut; not negative.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal LoanBeyondLine => Math.Max(0, (Ledger?.Loan ?? 0) - (Holdings.Cover?.Facts.CreditLine ?? 0));

    /// <summary>Money of the account currency that there is: what the broker states and what the engine has booked since; negative for a debit balance.</summary>
    public decimal Cash(string accountCurrency) => CashOf(Holdings.Portfolio, accountCurrency) + (Ledger?.SumAbove(Holdings.LedgerThrough(accountCurrency)) ?? 0);

    /// <summary>The account with other holdings. Ledger entries leave that these count.</summary>
    public AccountState WithHoldings(Holdings holdings, string accountCurrency) => this with
    {
        Holdings = holdings,
        Ledger = Ledger?.CountedBy(holdings.LedgerThrough(accountCurrency), holdings.Cover?.LedgerThrough ?? 0),
    };

    /// <summary>An account of which nothing is known yet.</summary>
    public static AccountState New(string accountId) => new(accountId, Holdings.None, [], 0, [], default);

    /// <summary>The worst status of its pools.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MarginStatus Status => Pools.Count == 0 ? MarginStatus.Healthy : Pools.Max(p => p.Status);

    private static decimal CashOf(Portfolio portfolio, string accountCurrency) => portfolio.Collateral.FirstOrDefault(c => c.Asset == accountCurrency)?.Quantity ?? 0;
}
