using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>What an account makes of the insurance fund's answers. Pure; an answer that comes again changes nothing.</summary>
internal static class FundAnswers
{
    /// <summary>How many ids of answers an account remembers. One comes again after a crash or a lost lock, when few others have come between.</summary>
    private const int RememberedAnswers = 500;

    /// <summary>Whether the account has taken the answer already.</summary>
    public static bool IsKnown(AccountState account, CoverageAnswer answer) =>
        account.Ledger?.Answers.Contains(answer.Id) == true;

    /// <summary>The account with one more answer taken.</summary>
    public static AccountState Take(AccountState account, CoverageAnswer answer, DateTimeOffset now)
    {
        var ledger = account.Ledger ?? AccountLedger.Empty;
        ledger = ledger with { Answers = [.. ledger.Answers.Append(answer.Id).TakeLast(RememberedAnswers)] };
        if (answer.Kind != CoverageAnswerKind.LossShare && answer.IsOwn)
        {
            // The newest verdict on a pool is the one that counts.
            return account with { Ledger = ledger, FundAnswers = [.. (account.FundAnswers ?? []).Where(known => known.Pool != answer.Pool), answer] };
        }

        return account with { Ledger = answer.Kind == CoverageAnswerKind.LossShare ? ledger.With(AccountEntryKind.LossShare, answer.Amount, now, answer.RequestId) : ledger };
    }

    /// <summary>The verdicts that are still open: those on pools that are being closed. Null when there are none.</summary>
    public static IReadOnlyList<CoverageAnswer>? Open(AccountState account, PoolReview review)
    {
        var open = account.FundAnswers?.Where(answer => review.Pools.Any(pool => pool.Pool == answer.Pool && pool.Status == Lifecycle.MarginStatus.Liquidating)).ToList();
        return open is { Count: > 0 } ? open : null;
    }

    /// <summary>The job of a winner whose positions are closed against a bankrupt account's; null when it holds none of them any more.</summary>
    public static LiquidationJob? Job(CoverageAnswer answer, ResolvedPool? pool, DateTimeOffset now)
    {
        var held = pool is null ? [] : pool.Positions.Select(p => p.Position).Concat(pool.Options.Select(o => o.Position)).ToDictionary(p => p.Instrument, p => p.Quantity, StringComparer.Ordinal);
        var orders = answer.Orders!.Where(order => held.GetValueOrDefault(order.Instrument) is var quantity && (order.Side == "sell" ? quantity > 0 : quantity < 0)).ToList();
        return orders.Count > 0 ? new LiquidationJob(answer.Id, answer.AccountId, answer.Pool, now, LiquidationJob.Deleverage, orders) : null;
    }
}
