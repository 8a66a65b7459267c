using System.Globalization;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Cover;

/// <summary>What a fund does with a request, and how a loss is shared: pure functions of its state, what is asked, the winners, the terms and the moment.</summary>
public static class FundDecision
{
    /// <summary>The most winners that share a loss, so that it is one transaction: those with the largest profits.</summary>
    public const int MostWinners = 1000;

    /// <summary>The most trades of one answer, so that every answer and every job fits in a message. The pool asks again for what is left.</summary>
    public const int MostTrades = 500;

    /// <summary>The most pools that something is set aside for at a time.</summary>
    public const int MostSetAside = 1000;

    /// <summary>The most settlements in which winners gave something that are remembered: each is read again for the next such request.</summary>
    public const int MostTakings = 300;

    /// <summary>The id of what the capital gives a fund when it is opened.</summary>
    public const string InitialId = "initial";

    /// <summary>The next of the capital's gifts that is not booked yet; null when all are.</summary>
    public static FundOutcome? Endow(FundState fund, FundTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fund);
        ArgumentNullException.ThrowIfNull(terms);
        var booked = fund.Endowments.ToHashSet(StringComparer.Ordinal);
        (string Id, decimal Amount)[] gifts = [(InitialId, terms.Policy.Initial), .. terms.Policy.TopUps.Select(topUp => (topUp.Id, topUp.Amount))];
        if (gifts.FirstOrDefault(gift => !booked.Contains(gift.Id)) is not { Id: { } id } next)
        {
            return null;
        }

        var entries = Entries((FundAccounts.Capital, FundAccounts.Fund, next.Amount));
        var state = fund.Post(entries) with { Count = fund.Count + 1, Endowments = [.. fund.Endowments, id] };
        return new FundOutcome(
            state,
            new FundSettlement(state.Count, id, FundSettlementKind.Capital, null, null, terms.Currency, next.Amount, now, entries, state.Balance, null, null, terms.ParametersVersion),
            []);
    }

    /// <summary>Whether <see cref="Decide"/> asks who holds the other side of a pool's positions.</summary>
    public static bool NeedsWinners(FundState fund, CoverageRequest request, FundTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fund);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(terms);
        return request.Kind == CoverageRequestKind.Bankrupt
            && terms.Policy.LossAllocation == LossAllocation.Deleveraging
            && request.Amount > fund.Available(request.AccountId, request.Pool, now);
    }

    /// <summary>Whether there is something for winners to share, and it has been gathered for long enough.</summary>
    public static bool IsSharingDue(FundState fund, FundTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fund);
        ArgumentNullException.ThrowIfNull(terms);
        return fund.Unshared > 0 && !(now < fund.SharedAt + terms.Policy.ShareEvery);
    }

    /// <summary>Decides. A bad debt that the fund cannot pay is paid by the venue's capital; under mutualisation that is an advance, which <see cref="Share"/> has winners pay back.</summary>
    /// <param name="fund">Where it stands.</param>
    /// <param name="request">A request that is not handled yet.</param>
    /// <param name="winners">Who holds the other side of a bankrupt pool's positions, where <see cref="NeedsWinners"/> says so.</param>
    /// <param name="terms">What it decides by.</param>
    /// <param name="now">When.</param>
    public static FundOutcome Decide(FundState fund, CoverageRequest request, Winners winners, FundTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fund);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(winners);
        ArgumentNullException.ThrowIfNull(terms);
        var open = fund with
        {
            Count = fund.Count + 1,
            SetAside = [.. fund.SetAside.Where(s => s.Until > now)],
            Takings = [.. fund.Takings.Where(t => t.Until > now)],
        };
        return request.Kind switch
        {
            CoverageRequestKind.Fee => Fee(open, request, terms, now),
            CoverageRequestKind.BadDebt => BadDebt(open, request, terms, now),
            CoverageRequestKind.Bankrupt => Bankrupt(open, request, winners, terms, now),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "unknown kind of request"),
        };
    }

    /// <summary>Has winners pay back what the venue's capital has advanced for them, as far as their profits reach. The rest stays the capital's.</summary>
    /// <param name="fund">Where it stands, something to share.</param>
    /// <param name="winners">Who has won.</param>
    /// <param name="terms">What it decides by.</param>
    /// <param name="now">When.</param>
    public static FundOutcome Share(FundState fund, Winners winners, FundTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fund);
        ArgumentNullException.ThrowIfNull(winners);
        ArgumentNullException.ThrowIfNull(terms);
        var number = fund.Count + 1;
        var shared = Mutualisation.Of(fund.Unshared, winners.Profits);
        var entries = Entries(shared.Shares.Select(share => (FundAccounts.Of(share.Account), FundAccounts.Capital, share.Amount)));
        var next = fund.Post(entries) with
        {
            Count = number,
            SharedByWinners = fund.SharedByWinners + fund.Unshared - shared.Left,
            BorneByCapital = fund.BorneByCapital - fund.Unshared + shared.Left,
            Takings = entries.Count > 0 ? Taken(fund.Takings, number, terms, now) : fund.Takings,
            Unshared = 0,
            SharedAt = now,
        };
        var id = string.Create(CultureInfo.InvariantCulture, $"shared|{number}");
        return new FundOutcome(
            next,
            new FundSettlement(number, id, FundSettlementKind.LossShare, null, null, terms.Currency, fund.Unshared, now, entries, next.Balance, null, null, terms.ParametersVersion),
            [.. shared.Shares.Select(share => new CoverageAnswer(AnswerId(share.Account, ResolvedPool.CrossKey, number), CoverageAnswerKind.LossShare, share.Account, ResolvedPool.CrossKey, id, -share.Amount))]);
    }

    /// <summary>The id of a settlement's answer to a pool: like every id of a pool it begins with account and pool.</summary>
    public static string AnswerId(string accountId, string pool, long settlement) => string.Create(CultureInfo.InvariantCulture, $"{accountId}|{pool}|fund|{settlement}");

    private static FundOutcome Fee(FundState fund, CoverageRequest request, FundTerms terms, DateTimeOffset now)
    {
        var entries = Entries((FundAccounts.Of(request.AccountId), FundAccounts.Fund, request.Amount));
        return Outcome(fund.Post(entries), request, FundSettlementKind.Fee, entries, terms, now);
    }

    private static FundOutcome BadDebt(FundState fund, CoverageRequest request, FundTerms terms, DateTimeOffset now)
    {
        var debtor = FundAccounts.Of(request.AccountId);
        var draw = FundDraw.Of(request.Amount, fund.Balance);
        var advanced = terms.Policy.LossAllocation == LossAllocation.Mutualisation ? draw.Left : 0;
        var entries = Entries((FundAccounts.Fund, debtor, draw.Paid), (FundAccounts.Capital, debtor, draw.Left));
        var next = fund.Post(entries) with
        {
            Drawn = fund.Drawn + draw.Paid,
            BorneByCapital = fund.BorneByCapital + draw.Left,
            Unshared = fund.Unshared + advanced,
            UnsharedFrom = fund.Unshared > 0 ? fund.UnsharedFrom : fund.Count,
            SetAside = Without(fund.SetAside, request),
        };
        return Outcome(next, request, FundSettlementKind.BadDebt, entries, terms, now);
    }

    private static FundOutcome Bankrupt(FundState fund, CoverageRequest request, Winners winners, FundTerms terms, DateTimeOffset now)
    {
        var available = fund.Available(request.AccountId, request.Pool, now);
        var trades = request.Amount > available ? Trades(request, winners, terms) : [];
        var others = Without(fund.SetAside, request);
        var next = fund with
        {
            // Against no one else's position the pool can only be closed at the market, and what the fund then cannot pay is assigned as bad debt.
            SetAside = trades.Count > 0 ? others : With(others, new FundSetAside(request.AccountId, request.Pool, Math.Min(request.Amount, available), now + terms.Policy.SetAsideFor)),
            Takings = trades.Count > 0 ? Taken(fund.Takings, fund.Count, terms, now) : fund.Takings,
        };
        CoverageAnswer[] answers = trades.Count == 0
            ? [new CoverageAnswer(AnswerId(request.AccountId, request.Pool, fund.Count), CoverageAnswerKind.Backed, request.AccountId, request.Pool, request.Id, 0)]
            : [.. trades.GroupBy(trade => (trade.AccountId, trade.Pool)).Select(pool => new CoverageAnswer(
                AnswerId(pool.Key.AccountId, pool.Key.Pool, fund.Count),
                CoverageAnswerKind.Deleverage,
                pool.Key.AccountId,
                pool.Key.Pool,
                request.Id,
                0,
                [.. pool.Select(Order)]))];
        var outcome = Outcome(next, request, FundSettlementKind.Bankrupt, [], terms, now);
        return outcome with { Answers = answers, Settlement = outcome.Settlement with { Answer = answers[0].Kind, Deleveraged = trades.Count > 0 ? trades : null } };
    }

    /// <summary>What is closed against each other, the bankrupt pool's trade in an instrument before those of its winners; none where there is no one to trade with.</summary>
    private static List<DeleveragedPosition> Trades(CoverageRequest request, Winners winners, FundTerms terms)
    {
        var trades = new List<DeleveragedPosition>();
        foreach (var position in request.Positions!)
        {
            if (!winners.Positions.TryGetValue(position.Instrument, out var opposite))
            {
                continue;
            }

            var closed = Deleveraging.Of(position.Quantity, terms.LotOf(position.Instrument), position.Price, [.. opposite.Select(w => w.Candidate)]);
            var fills = closed.Fills.Take(MostTrades - trades.Count - 1).ToList();
            if (fills.Count == 0)
            {
                continue;
            }

            var trade = -fills.Sum(fill => fill.Trade);
            trades.Add(new DeleveragedPosition(request.AccountId, request.Pool, position.Instrument, trade, position.Price, position.Quantity + trade));
            var winnerOf = opposite.ToDictionary(w => w.Candidate.Account, StringComparer.Ordinal);
            foreach (var fill in fills)
            {
                var winner = winnerOf[fill.Account];
                trades.Add(new DeleveragedPosition(fill.Account, winner.Pool, position.Instrument, fill.Trade, fill.Price, winner.Candidate.Quantity + fill.Trade));
            }
        }

        return trades;
    }

    private static LiquidationOrder Order(DeleveragedPosition trade) =>
        new(trade.Instrument, trade.Trade < 0 ? "sell" : "buy", Math.Abs(trade.Trade), ReduceOnly: true, trade.Price, trade.ReduceTo);

    private static IReadOnlyList<FundEntry> Entries(params IEnumerable<(string Debit, string Credit, decimal Amount)> movements) =>
        [.. movements.Where(m => m.Amount > 0).Select(m => new FundEntry(m.Debit, m.Credit, m.Amount))];

    private static IReadOnlyList<FundSetAside> Without(IReadOnlyList<FundSetAside> setAside, CoverageRequest request) =>
        [.. setAside.Where(s => s.AccountId != request.AccountId || s.Pool != request.Pool)];

    /// <summary>Where there are too many, the one that ends first goes: the fund is then less careful, and owes nothing all the same.</summary>
    private static IReadOnlyList<FundSetAside> With(IReadOnlyList<FundSetAside> setAside, FundSetAside next) =>
        [.. setAside.Append(next).OrderBy(s => s.Until).TakeLast(MostSetAside)];

    private static IReadOnlyList<FundTaking> Taken(IReadOnlyList<FundTaking> takings, long number, FundTerms terms, DateTimeOffset now) =>
        [.. takings.Append(new FundTaking(number, now + terms.Policy.SetAsideFor)).TakeLast(MostTakings)];

    private static FundOutcome Outcome(FundState fund, CoverageRequest request, FundSettlementKind kind, IReadOnlyList<FundEntry> entries, FundTerms terms, DateTimeOffset now) => new(
        fund,
        new FundSettlement(
            fund.Count, request.Id, kind, request.AccountId, request.Pool, terms.Currency, request.Amount, now, entries, fund.Balance, null, null, terms.ParametersVersion),
        []);
}
