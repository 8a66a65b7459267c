using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Cover;

/// <summary>Who may give something for the requests at hand, as all accounts stand at one moment. No I/O.</summary>
/// <remarks>
/// A profit is unrealised: <c>Σ profit</c> over all positions of an account at the marks, of options <c>q·m·(price − entry)</c>, with the entry in what the option is paid in. What an account gave lately is taken off it, whether or not its
/// shard has booked it, so that many bad debts in a row do not ask for one profit twice. Nobody bears more than the equity of the cross pool, from which it is paid.
/// </remarks>
/// <param name="parameters">Terms of contracts.</param>
/// <param name="marks">The latest marks.</param>
/// <param name="allocation">Under mutualisation profits are kept, under deleveraging positions.</param>
/// <param name="instruments">Contracts that bankrupt pools hold.</param>
internal sealed class WinnerBook(RiskParameters parameters, MarkSet marks, LossAllocation allocation, IReadOnlySet<string> instruments)
{
    private const decimal LargestProfit = 100_000_000_000_000_000m;

    private readonly Dictionary<string, List<(string AnswerId, decimal Amount)>> shares = new(StringComparer.Ordinal);
    private readonly Dictionary<(string AccountId, string Instrument), List<decimal>> targets = [];
    private readonly List<Winner> winners = [];
    private readonly Dictionary<string, List<Holder>> holders = new(StringComparer.Ordinal);
    private readonly HashSet<string> unpriced = new(StringComparer.Ordinal);

    /// <summary>Those whose debts are to be shared: they bear nothing of it.</summary>
    private readonly HashSet<string> debtors = new(StringComparer.Ordinal);

    /// <summary>Accounts that could not be counted, for a price is missing.</summary>
    public int Unpriced => unpriced.Count;

    /// <summary>Looks at an account.</summary>
    public void Add(AccountState account)
    {
        try
        {
            var resolved = ResolvedPortfolio.Resolve(account.Portfolio(parameters.AccountCurrency), parameters);
            if (allocation == LossAllocation.Deleveraging)
            {
                AddPositions(account.AccountId, resolved);
            }
            else if (!TryAddProfit(account, resolved))
            {
                unpriced.Add(account.AccountId);
            }
        }
        catch (OverflowException)
        {
            // Amounts too large to be added up: such an account has no status either.
            unpriced.Add(account.AccountId);
        }
    }

    /// <summary>Counts what a settlement takes of winners, which cannot be taken again, and whose debt it is. Settlements come in their order.</summary>
    public void Take(FundSettlement settlement)
    {
        if (settlement.Kind == FundSettlementKind.BadDebt && settlement.Entries.Any(entry => entry.Debit == FundAccounts.Capital))
        {
            debtors.Add(settlement.AccountId!);
        }
        else if (settlement.Kind == FundSettlementKind.LossShare)
        {
            debtors.Clear();
        }

        foreach (var entry in settlement.Entries)
        {
            if (settlement.Kind == FundSettlementKind.LossShare && FundAccounts.CustomerOf(entry.Debit) is { } account)
            {
                ListOf(shares, account).Add((FundDecision.AnswerId(account, ResolvedPool.CrossKey, settlement.Number), entry.Amount));
            }
        }

        foreach (var trade in (settlement.Deleveraged ?? []).Where(trade => trade.AccountId != settlement.AccountId))
        {
            ListOf(targets, (trade.AccountId, trade.Instrument)).Add(trade.ReduceTo);
        }
    }

    /// <summary>What each may bear of a loss.</summary>
    public Winners Profits() => Winners.None with
    {
        Profits =
        [
            .. winners.Where(winner => !debtors.Contains(winner.AccountId)).Select(Left).Where(share => share.Amount > 0)
                .OrderByDescending(share => share.Amount).ThenBy(share => share.Account, StringComparer.Ordinal).Take(FundDecision.MostWinners),
        ],
    };

    /// <summary>Positions opposite to those of a bankrupt pool.</summary>
    public Winners Opposite(CoverageRequest request) => Winners.None with
    {
        Positions = request.Positions!.ToDictionary(
            bankrupt => bankrupt.Instrument,
            bankrupt => (IReadOnlyList<WinningPosition>)[.. Opposite(request.AccountId, bankrupt)],
            StringComparer.Ordinal),
    };

    private static List<TValue> ListOf<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }

    private bool TryAddProfit(AccountState account, ResolvedPortfolio resolved)
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

        if (profit <= 0)
        {
            return true;
        }

        if (!PoolAssessor.TryAssess(resolved.Pools[0], marks, out var cross, out _))
        {
            return false;
        }

        winners.Add(new Winner(account.AccountId, profit, cross.Equity, account.Ledger?.Answers ?? []));
        return true;
    }

    private LossShare Left(Winner winner)
    {
        if (!shares.TryGetValue(winner.AccountId, out var given))
        {
            return Share(winner.Profit, winner.Equity);
        }

        return Share(winner.Profit - given.Sum(share => share.Amount), winner.Equity - given.Where(share => !winner.Booked.Contains(share.AnswerId)).Sum(share => share.Amount));

        LossShare Share(decimal profit, decimal equity) => new(winner.AccountId, MoneyRounding.RoundDownEquity(Math.Min(LargestProfit, Math.Min(profit, equity))));
    }

    private void AddPositions(string accountId, ResolvedPortfolio resolved)
    {
        foreach (var pool in resolved.Pools)
        {
            foreach (var held in pool.Positions.Select(p => p.Position).Concat(pool.Options.Select(o => o.Position)).Where(p => instruments.Contains(p.Instrument)))
            {
                ListOf(holders, held.Instrument).Add(new Holder(accountId, pool, held.Instrument, held.Quantity));
            }
        }
    }

    private IEnumerable<WinningPosition> Opposite(string bankruptAccount, BankruptPosition bankrupt)
    {
        foreach (var holder in holders.GetValueOrDefault(bankrupt.Instrument) ?? [])
        {
            var quantity = Left(holder);
            if (holder.AccountId != bankruptAccount && Math.Sign(quantity) == -Math.Sign(bankrupt.Quantity) && Rank(holder) is { } rank)
            {
                // Rank looks at the position as it stands; what other requests have taken of it lately is not there to be taken again.
                yield return new WinningPosition(holder.Pool.Key, rank with { Quantity = quantity });
            }
        }
    }

    /// <summary>What a position's rank is made of, worked out when it is first asked for; null for one that cannot be ranked.</summary>
    private DeleveragingCandidate? Rank(Holder holder)
    {
        if (!holder.IsRanked)
        {
            holder.IsRanked = true;
            try
            {
                if (!TryRank(holder, out var rank))
                {
                    unpriced.Add(holder.AccountId);
                }

                holder.Rank = rank is { EntryNotional: > 0, Notional: > 0 } ? rank : null;
            }
            catch (OverflowException)
            {
                unpriced.Add(holder.AccountId);
            }
        }

        return holder.Rank;
    }

    private bool TryRank(Holder holder, out DeleveragingCandidate? rank)
    {
        rank = null;
        var pool = holder.Pool;
        if (!PoolAssessor.TryAssess(pool, marks, out var margin, out _))
        {
            return false;
        }

        decimal profit, entry, notional;
        if (pool.Options.FirstOrDefault(o => o.Position.Instrument == holder.Instrument) is { Position: not null } option)
        {
            if (!TryProfit(option, out profit, out entry) || marks.Find(option.Forward) is not { } forward)
            {
                return false;
            }

            notional = option.Notional(forward);
        }
        else
        {
            var position = pool.Positions.First(p => p.Position.Instrument == holder.Instrument);
            var mark = marks.Find(position.Symbol)!.Value;
            (profit, entry, notional) = (position.Profit(mark), position.Notional(position.EntryPrice), position.Notional(mark));
        }

        rank = new DeleveragingCandidate(holder.AccountId, holder.Quantity, profit, entry, notional, margin.Equity);
        return true;
    }

    /// <summary>What is left of a position when every order of late requests is filled: the least of what is held and of what they leave.</summary>
    private decimal Left(Holder holder)
    {
        var left = holder.Quantity;
        foreach (var target in (targets.GetValueOrDefault((holder.AccountId, holder.Instrument)) ?? []).Where(target => target == 0 || Math.Sign(target) == Math.Sign(holder.Quantity)))
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

    /// <summary>An account with a profit.</summary>
    private sealed record Winner(string AccountId, decimal Profit, decimal Equity, IReadOnlyList<string> Booked);

    /// <summary>A position in a contract that a bankrupt pool holds.</summary>
    private sealed class Holder(string accountId, ResolvedPool pool, string instrument, decimal quantity)
    {
        public string AccountId => accountId;

        public ResolvedPool Pool => pool;

        public string Instrument => instrument;

        public decimal Quantity => quantity;

        public bool IsRanked { get; set; }

        public DeleveragingCandidate? Rank { get; set; }
    }
}
