using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>What holds when a crash is over and everything has been said.</summary>
internal static class CrashInvariants
{
    private const string Currency = "USDT";

    public static void Check(CrashSimulation simulation)
    {
        Assert.All(simulation.Broker.Drift(), d => Assert.True(d.Excess == 0, $"{d.Excess} {d.Asset} came from nowhere."));
        var states = Invariants.All(simulation.Cluster).ToDictionary(a => a.AccountId, StringComparer.Ordinal);
        Assert.All(simulation.Broker.Accounts.Values, account => BrokerAndEngineAgree(account, states[account.Id]));
        EveryEntryIsToldOnce(simulation);
        TheFundsBooksAreThoseOfTheAccounts(simulation);
        EveryRequestIsSettledOnce(simulation);
        EveryBadDebtIsAssigned(simulation);
        Timeline.NoJobAfterRestoration(simulation.Cluster);
        Assert.Empty(simulation.Cluster.Bus.At(Entities.UpdateRejections));
    }

    /// <summary>What is left to send is nothing, and each side has booked what the other has: positions, collateral, reserve and loan.</summary>
    private static void BrokerAndEngineAgree(CrashAccount account, AccountState state)
    {
        Assert.Equal((account.Id, account.LedgerThrough), (state.AccountId, state.Ledger?.Count ?? 0));
        Assert.Equal((account.Id, account.Loan), (state.AccountId, state.Ledger?.Loan ?? 0));
        Assert.Equal(account.Positions.Values, state.Portfolio(Currency).Positions);
        Assert.Equal(
            account.Collateral.Where(c => c.Value != 0).Select(c => (account.Id, c.Key, c.Value)),
            state.Portfolio(Currency).Collateral.Where(c => c.Quantity != 0).Select(c => (account.Id, c.Asset, c.Quantity)));
        Assert.Empty(state.Ledger?.Pending ?? []);
        Assert.True(account.Reserve is null or >= 0, $"The reserve of {account.Id} was overdrawn: {account.Reserve}.");
    }

    private static void EveryEntryIsToldOnce(CrashSimulation simulation)
    {
        foreach (var account in simulation.Cluster.Calls().Where(c => c.Entries is not null).GroupBy(c => c.AccountId))
        {
            var numbers = account.SelectMany(c => c.Entries!).Select(e => e.Number).Order().ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        }
    }

    /// <summary>The fund's ledger says of customers what the accounts' ledgers say, to the last unit; it sums to zero, is without gaps, and the fund never owes.</summary>
    private static void TheFundsBooksAreThoseOfTheAccounts(CrashSimulation simulation)
    {
        var settlements = simulation.Settlements();
        Assert.Equal(Enumerable.Range(1, settlements.Count).Select(n => (long)n), settlements.Select(s => s.Number));
        Assert.All(settlements, s => Assert.True(s.Balance >= 0, $"The fund owed {s.Balance} after {s.Id}."));
        Assert.DoesNotContain(simulation.Cluster.Funds.Rewritten, key => key.StartsWith(RowKeys.SettlementPrefix, StringComparison.Ordinal));
        var entries = settlements.SelectMany(s => s.Entries).ToList();
        decimal BalanceOf(Func<string, bool> isMeant) => entries.Where(e => isMeant(e.Credit)).Sum(e => e.Amount) - entries.Where(e => isMeant(e.Debit)).Sum(e => e.Amount);
        Assert.Equal(settlements.LastOrDefault()?.Balance ?? 0, BalanceOf(a => a == FundAccounts.Fund));
        Assert.Equal(0, BalanceOf(_ => true));

        // What customers have had of the fund is what was covered, less what they paid for others and into it.
        var fees = settlements.Where(s => s.Kind == FundSettlementKind.Fee).Sum(s => s.Amount);
        Assert.Equal(
            simulation.Broker.Booked(AccountEntryKind.CoverPayment) + simulation.Broker.Booked(AccountEntryKind.LossShare) - fees,
            BalanceOf(a => FundAccounts.CustomerOf(a) is not null));
        Assert.True(fees <= -simulation.Broker.Booked(AccountEntryKind.LiquidationFee), "The fund has had more than was charged.");
    }

    private static void EveryRequestIsSettledOnce(CrashSimulation simulation)
    {
        var settled = simulation.Settlements().Where(s => s.AccountId is not null).Select(s => s.Id).ToList();
        Assert.Equal(simulation.Requests.Select(r => r.Id).Order(StringComparer.Ordinal), settled.Order(StringComparer.Ordinal));
    }

    /// <summary>Nobody is left with less than nothing: what the accounts had not has been taken over, and is on the fund's books in full.</summary>
    private static void EveryBadDebtIsAssigned(CrashSimulation simulation)
    {
        foreach (var account in Invariants.All(simulation.Cluster))
        {
            foreach (var pool in ResolvedPortfolio.Resolve(account.Portfolio(Currency), simulation.Cluster.Parameters).Pools)
            {
                Assert.True(PoolAssessor.TryAssess(pool, simulation.Cluster.MarkSet(), out var margin, out var missing), missing);
                Assert.False(margin.IsBadDebt, $"{account.AccountId} owes {-margin.Equity} on {pool.Key}.");
            }

            Assert.All(account.Pools, pool => Assert.True(pool.Status is not (MarginStatus.Liquidating or MarginStatus.BadDebt), $"{account.AccountId} is still {pool.Status} on {pool.Pool}."));
        }

        Assert.Equal(0, simulation.Fund().Unshared);
        var covered = simulation.Settlements().Where(s => s.Kind == FundSettlementKind.BadDebt).ToList();
        Assert.All(covered, s => Assert.Equal((s.Id, s.Amount), (s.Id, s.Entries.Where(e => FundAccounts.CustomerOf(e.Credit) == s.AccountId).Sum(e => e.Amount))));
        Assert.Equal(simulation.Broker.Booked(AccountEntryKind.CoverPayment), covered.Sum(s => s.Amount));
    }
}
