using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Cover;

/// <summary>Finds who may give something for a request, one account after the other. No I/O.</summary>
/// <remarks>
/// A profit is unrealised: <c>Σ profit</c> over all positions of an account at the marks, of options <c>q·m·(price − entry)</c>, with the entry in what the option is paid in. What an account gave lately is taken off it, whether or not its
/// shard has booked it, so that many bad debts in a row do not ask for one profit twice. Nobody bears more than the equity of the cross pool, from which it is paid.
/// </remarks>
/// <param name="parameters">Terms of contracts.</param>
/// <param name="marks">The latest marks.</param>
/// <param name="request">What is asked.</param>
/// <param name="recent">Settlements in which winners gave something lately.</param>
internal sealed class WinnerSearch(RiskParameters parameters, MarkSet marks, CoverageRequest request, IReadOnlyList<FundSettlement> recent)
{
    private const decimal LargestProfit = 100_000_000_000_000_000m;

    private readonly ILookup<string, (string AnswerId, decimal Amount)> shares = recent
        .SelectMany(settlement => settlement.Entries.Select(entry => (settlement.Number, Account: FundAccounts.CustomerOf(entry.Debit), entry.Amount)))
        .Where(share => share.Account is not null)
        .ToLookup(share => share.Account!, share => (FundDecision.AnswerId(share.Account!, ResolvedPool.CrossKey, share.Number), share.Amount), StringComparer.Ordinal);

    private readonly ILookup<(string, string), decimal> targets = recent
        .SelectMany(settlement => (settlement.Deleveraged ?? []).Where(trade => trade.AccountId != settlement.AccountId))
        .ToLookup(trade => (trade.AccountId, trade.Instrument), trade => trade.ReduceTo);

    private readonly List<LossShare> profits = [];
    private readonly Dictionary<string, List<WinningPosition>> positions = new(StringComparer.Ordinal);
    private int unpriced;

    /// <summary>Looks at an account.</summary>
    public void Add(AccountState account)
    {
        if (account.AccountId == request.AccountId)
        {
            return;
        }

        try
        {
            var resolved = ResolvedPortfolio.Resolve(account.Portfolio(parameters.AccountCurrency), parameters);
            var isPriced = request.Kind == CoverageRequestKind.BadDebt ? AddProfit(account, resolved) : AddPositions(account, resolved);
            unpriced += isPriced ? 0 : 1;
        }
        catch (OverflowException)
        {
            // Amounts too large to be added up: such an account has no status either.
            unpriced++;
        }
    }

    public Winners Finish() => new(
        [.. profits.OrderByDescending(p => p.Amount).ThenBy(p => p.Account, StringComparer.Ordinal).Take(FundDecision.MostWinners)],
        positions.ToDictionary(p => p.Key, p => (IReadOnlyList<WinningPosition>)p.Value, StringComparer.Ordinal),
        unpriced);

    private bool AddProfit(AccountState account, ResolvedPortfolio resolved)
    {
        var profit = 0m;
        foreach (var pool in resolved.Pools)
        {
            if (pool.UnknownName is not null)
            {
                return false;
            }

            foreach (var position in pool.Positions)
            {
                if (marks.Find(position.Symbol) is not { } mark)
                {
                    return false;
                }

                profit += position.Profit(mark);
            }

            foreach (var option in pool.Options)
            {
                if (!TryProfit(option, out var ofOption, out _))
                {
                    return false;
                }

                profit += ofOption;
            }
        }

        var given = shares[account.AccountId].ToList();
        profit -= given.Sum(share => share.Amount);
        if (profit <= 0)
        {
            return true;
        }

        if (!PoolAssessor.TryAssess(resolved.Pools[0], marks, out var cross, out _))
        {
            return false;
        }

        var booked = account.Ledger?.Answers.ToHashSet(StringComparer.Ordinal) ?? [];
        var equity = cross.Equity - given.Where(share => !booked.Contains(share.AnswerId)).Sum(share => share.Amount);
        if (MoneyRounding.RoundDownEquity(Math.Min(LargestProfit, Math.Min(profit, equity))) is var amount and > 0)
        {
            profits.Add(new LossShare(account.AccountId, amount));
        }

        return true;
    }

    private bool AddPositions(AccountState account, ResolvedPortfolio resolved)
    {
        var isPriced = true;
        foreach (var bankrupt in request.Positions!)
        {
            foreach (var pool in resolved.Pools)
            {
                isPriced &= AddPosition(account.AccountId, pool, bankrupt);
            }
        }

        return isPriced;
    }

    private bool AddPosition(string accountId, ResolvedPool pool, BankruptPosition bankrupt)
    {
        var held = pool.Positions.Select(p => p.Position).Concat(pool.Options.Select(o => o.Position)).FirstOrDefault(p => p.Instrument == bankrupt.Instrument);
        if (held is null || Left(accountId, held.Instrument, held.Quantity) is var quantity && Math.Sign(quantity) != -Math.Sign(bankrupt.Quantity))
        {
            return true;
        }

        if (!PoolAssessor.TryAssess(pool, marks, out var margin, out _))
        {
            return false;
        }

        decimal profit, entry, notional;
        if (pool.Options.FirstOrDefault(o => o.Position == held) is { Position: not null } option)
        {
            if (!TryProfit(option, out profit, out entry) || marks.Find(option.Forward) is not { } forward)
            {
                return false;
            }

            notional = option.Notional(forward);
        }
        else
        {
            var position = pool.Positions.First(p => p.Position == held);
            var mark = marks.Find(position.Symbol)!.Value;
            (profit, entry, notional) = (position.Profit(mark), position.Notional(position.EntryPrice), position.Notional(mark));
        }

        // Rank looks at the position as it stands; what other requests have taken of it lately is not there to be taken again.
        if (entry > 0 && notional > 0)
        {
            if (!positions.TryGetValue(held.Instrument, out var list))
            {
                positions.Add(held.Instrument, list = []);
            }

            list.Add(new WinningPosition(pool.Key, new DeleveragingCandidate(accountId, quantity, profit, entry, notional, margin.Equity)));
        }

        return true;
    }

    /// <summary>What is left of a position when every order of late requests is filled: the least of what is held and of what they leave.</summary>
    private decimal Left(string accountId, string instrument, decimal held)
    {
        var left = held;
        foreach (var target in targets[(accountId, instrument)].Where(target => target == 0 || Math.Sign(target) == Math.Sign(held)))
        {
            left = Math.Abs(target) < Math.Abs(left) ? target : left;
        }

        return left;
    }

    private bool TryProfit(in ResolvedOption option, out decimal profit, out decimal entryNotional)
    {
        profit = entryNotional = 0;
        if (marks.Find(option.Forward) is not { } forward || !marks.TryPrice(option, out var price, out _))
        {
            return false;
        }

        var entry = option.Contract.Settlement == SettlementKind.Linear ? option.Position.EntryPrice : option.Position.EntryPrice * forward;
        profit = option.Exposure * (price - entry);
        entryNotional = Math.Abs(option.Exposure) * entry;
        return true;
    }
}
