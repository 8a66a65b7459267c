using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Stress;

namespace MarginFunctions.Engine.Coverage;

/// <summary>Adds accounts up to a <see cref="CoverageReport"/>, one at a time and in any order, and keeps none of them. A pure function of accounts, marks and fund.</summary>
/// <remarks>
/// The loss of the two largest is the idea of "cover 2": CPMI-IOSCO, Principles for financial market infrastructures (April 2012), Principle 4, key consideration 4, of participants and their affiliates there, of accounts here.
/// </remarks>
public sealed class CoverageTally
{
    /// <summary>Sums of pools with amounts beyond this could grow past what a decimal holds.</summary>
    private const decimal LargestAmount = 1e20m;

    private const string TooLarge = "amounts are too large to be added up";
    private static readonly MarginStatus[] AllStatuses = Enum.GetValues<MarginStatus>();

    private readonly MarkSet marks;
    private readonly (string Name, MarkSet Marks, LargestFew Largest)[] scenarios;
    private readonly Dictionary<string, OpenInterest> instruments = new(StringComparer.Ordinal);
    private readonly SortedSet<UnpricedPool> named = new(Comparer<UnpricedPool>.Create(
        (one, other) => string.CompareOrdinal(one.AccountId, other.AccountId) is var order and not 0 ? order : string.CompareOrdinal(one.Pool, other.Pool)));

    private readonly int[] accountsByStatus = new int[AllStatuses.Length];
    private readonly int[] poolsByStatus = new int[AllStatuses.Length];
    private int accounts;
    private int unpricedAccounts;
    private int unpricedPools;
    private decimal shortfalls;
    private decimal deficits;
    private decimal cash;

    /// <summary>Begins with no account.</summary>
    /// <param name="marks">The marks of a moment; <see cref="MarkSet.At"/> is when the report is made.</param>
    public CoverageTally(MarkSet marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.At is null)
        {
            throw new ArgumentException("A report needs marks of a moment.", nameof(marks));
        }

        this.marks = marks;
        scenarios = [.. marks.Parameters.Stress.Select(scenario => (scenario.Name, StressedMarks.Of(marks, scenario), new LargestFew(2)))];
    }

    /// <summary>Adds an account.</summary>
    /// <param name="account">Once each.</param>
    public void Add(AccountState account)
    {
        ArgumentNullException.ThrowIfNull(account);
        accounts++;
        accountsByStatus[(int)account.Status]++;
        foreach (var pool in account.Pools)
        {
            poolsByStatus[(int)pool.Status]++;
        }

        var portfolio = account.Portfolio(marks.Parameters.AccountCurrency);
        foreach (var position in portfolio.Positions)
        {
            if (!instruments.TryGetValue(position.Instrument, out var interest))
            {
                instruments.Add(position.Instrument, interest = new OpenInterest(position.Instrument));
            }

            interest.Add(account.AccountId, position.Quantity);
        }

        AddPools(account.AccountId, portfolio);
    }

    /// <summary>The report of what was added.</summary>
    /// <param name="fund">The insurance fund's balance; null where there is no fund.</param>
    public CoverageReport Report(decimal? fund)
    {
        var available = cash + (fund ?? 0);
        var concentration = instruments.Values.Select(i => i.Concentration(marks))
            .OrderByDescending(c => c is { LongNotional: { } bought, ShortNotional: { } sold } ? Math.Max(bought, sold) : decimal.MaxValue).ThenBy(c => c.Instrument, StringComparer.Ordinal).ToList();
        return new CoverageReport(
            marks.At!.Value,
            marks.Parameters.Version,
            marks.Risk.Version,
            marks.Parameters.AccountCurrency,
            accounts,
            [.. AllStatuses.Select(status => new StatusCount(status, accountsByStatus[(int)status], poolsByStatus[(int)status]))],
            new UnpricedAccounts(unpricedAccounts, unpricedPools, [.. named]),
            fund,
            shortfalls,
            deficits,
            Cover(1),
            Cover(2),
            new LiquidityBuffer(cash, available, available - shortfalls),
            [.. concentration.Take(CoverageReport.MostInstruments)],
            Math.Max(0, concentration.Count - CoverageReport.MostInstruments));
    }

    private void AddPools(string accountId, Portfolio portfolio)
    {
        var accountLosses = new decimal[scenarios.Length];
        var losses = new decimal[scenarios.Length];
        var unpriced = 0;
        foreach (var pool in ResolvedPortfolio.Resolve(portfolio, marks.Parameters).Pools)
        {
            if (!TryAssess(pool, losses, out var margin, out var missing))
            {
                unpriced++;
                Name(new UnpricedPool(accountId, pool.Key, missing!));
                continue;
            }

            shortfalls += margin.Shortfall;
            deficits += Math.Max(0, -margin.Equity);
            cash += margin.Shortfall > 0 ? CashOf(pool.Key, portfolio) : 0;
            for (var n = 0; n < losses.Length; n++)
            {
                accountLosses[n] += losses[n];
            }
        }

        unpricedPools += unpriced;
        unpricedAccounts += unpriced > 0 ? 1 : 0;
        for (var n = 0; n < accountLosses.Length; n++)
        {
            if (accountLosses[n] > 0)
            {
                scenarios[n].Largest.Add(accountId, accountLosses[n]);
            }
        }
    }

    /// <summary>Everything of a pool or nothing: no part of one that cannot be assessed is in a sum.</summary>
    private bool TryAssess(ResolvedPool pool, decimal[] losses, out MarginPosition margin, out string? missing)
    {
        missing = TooLarge;
        try
        {
            if (!PoolAssessor.TryAssess(pool, marks, out margin, out missing))
            {
                return false;
            }

            for (var n = 0; n < losses.Length; n++)
            {
                losses[n] = UncoveredLoss.Of(pool, scenarios[n].Marks);
            }

            missing = TooLarge;
            return Math.Abs(margin.Equity) <= LargestAmount && margin.Maintenance <= LargestAmount && losses.All(loss => loss <= LargestAmount);
        }
        catch (OverflowException)
        {
            margin = default;
            missing = TooLarge;
            return false;
        }
    }

    private void Name(UnpricedPool pool)
    {
        named.Add(pool);
        if (named.Count > UnpricedAccounts.MostNamed)
        {
            named.Remove(named.Max!);
        }
    }

    /// <summary>What a pool has in account currency: the account's collateral, or the margin of an isolated position that is settled in it.</summary>
    private decimal CashOf(string pool, Portfolio portfolio)
    {
        var parameters = marks.Parameters;
        if (pool == ResolvedPool.CrossKey)
        {
            return Math.Max(0, portfolio.Collateral.FirstOrDefault(c => c.Asset == parameters.AccountCurrency)?.Quantity ?? 0);
        }

        var settlement = parameters.FindOption(pool)?.Settlement ?? parameters.FindInstrument(pool)!.Settlement;
        return settlement == SettlementKind.Linear ? portfolio.Positions.First(p => p.Instrument == pool).IsolatedMargin : 0;
    }

    private StressCover? Cover(int count)
    {
        if (scenarios.Length == 0)
        {
            return null;
        }

        var worst = new StressCover(null, 0, []);
        foreach (var (name, _, largest) in scenarios)
        {
            var accounts = largest.Kept.Take(count).ToList();
            if (accounts.Sum(a => a.Amount) is var loss && loss > worst.Loss)
            {
                worst = new StressCover(name, loss, [.. accounts.Select(a => new AccountLoss(a.AccountId, a.Amount))]);
            }
        }

        return worst;
    }
}
