using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>Books what is due for fills: fees, and the losses of isolated positions beyond bankruptcy, which are the fund's.</summary>
/// <param name="Account">The account with its new entries; the same object when nothing was due.</param>
/// <param name="Requests">What the fund is told, in the same transaction.</param>
/// <param name="IsUnfinished">Whether more is due than one transaction takes.</param>
internal sealed record FillBooking(AccountState Account, IReadOnlyList<CoverageRequest> Requests, bool IsUnfinished)
{
    /// <summary>The most orders that are booked in one transaction: each may have a request of its own.</summary>
    public const int MaximumOrders = 10;

    /// <summary>Books what is due. Doing it again books nothing.</summary>
    public static FillBooking Of(AccountState account, RiskParameters parameters, DateTimeOffset now)
    {
        if (parameters.Liquidation is not { } policy || account.Jobs is not { } jobs)
        {
            return new FillBooking(account, [], IsUnfinished: false);
        }

        var ledger = account.Ledger ?? AccountLedger.Empty;
        var requests = new List<CoverageRequest>();
        var forFund = 0m;
        var booked = 0;
        var isUnfinished = false;
        var next = jobs.Select(job =>
        {
            foreach (var order in job.Orders)
            {
                var due = OrderDue.Of(job, order, parameters, policy);
                var fee = Math.Max(0, due.Fee - order.Fee);
                var fund = Math.Max(0, due.FundFee - order.FundFee);
                var cover = parameters.Fund is null ? 0 : Math.Max(0, due.Cover - order.Covered);
                if (fee == 0 && cover == 0)
                {
                    continue;
                }

                if (booked == MaximumOrders)
                {
                    isUnfinished = true;
                    return job;
                }

                booked++;
                if (fee > 0)
                {
                    ledger = ledger.With(AccountEntryKind.LiquidationFee, -fee, now, job.JobId);
                    forFund += fund;
                }

                if (cover > 0)
                {
                    ledger = ledger.With(AccountEntryKind.CoverPayment, cover, now, job.JobId);
                    requests.Add(Request(CoverageRequestKind.BadDebt, job.Pool, cover));
                }

                job = job with
                {
                    Orders = [.. job.Orders.Select(o => ReferenceEquals(o, order) ? o with { Fee = o.Fee + fee, FundFee = o.FundFee + fund, Covered = o.Covered + cover } : o)],
                };
            }

            return job;
        }).ToList();

        if (booked == 0)
        {
            return new FillBooking(account, [], isUnfinished);
        }

        if (forFund > 0 && parameters.Fund is not null)
        {
            // One for all orders: what they are charged to is the account's collateral.
            requests.Add(Request(CoverageRequestKind.Fee, ResolvedPool.CrossKey, forFund));
        }

        return new FillBooking(account with { Jobs = next, Ledger = ledger }, requests, isUnfinished);

        CoverageRequest Request(CoverageRequestKind kind, string pool, decimal amount) =>
            CoverageRequests.OfEntry(kind, account.AccountId, pool, ledger.Count, parameters.AccountCurrency, amount, now);
    }
}
