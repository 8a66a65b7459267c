using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Replay;

/// <summary>Adds all books up, each kept by whom it belongs to: accounts by the engine, reserves, lender and market by the broker, the insurance fund and the venue's capital by the fund.</summary>
internal static class MoneyCheck
{
    public static IReadOnlyList<AssetTotal> Run(MarketRun run, IReadOnlyList<AccountState> states, FundState fund)
    {
        var currency = run.Parameters.AccountCurrency;
        var after = new SortedDictionary<string, decimal>(run.Broker.Totals(states.Select(state => Held(state, currency))).ToDictionary(), StringComparer.Ordinal);
        if (run.Parameters.Fund is not null)
        {
            // What the fund's own books say takes the place of what the broker booked against it.
            after[currency] += fund.Balance + fund.Capital - ReplayFund.Of(fund).Fees - run.Broker.Others.Balance(Counterparties.Cover, currency);
        }

        return [.. after.Select(total => new AssetTotal(total.Key, run.Before.GetValueOrDefault(total.Key), total.Value))];
    }

    /// <summary>What an account has: stated, and in account currency what is booked since. A loan is the lender's to ask for and not taken off.</summary>
    private static Portfolio Held(AccountState state, string currency)
    {
        var stated = state.Holdings.Portfolio;
        return stated with { Collateral = [.. stated.Collateral.Where(c => c.Asset != currency), new CollateralHolding(currency, state.Cash(currency))] };
    }
}
