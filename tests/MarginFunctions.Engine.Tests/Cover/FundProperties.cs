using System.Globalization;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Cover;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>Every unit is conserved, whatever is asked in whatever order.</summary>
public sealed class FundProperties
{
    private const decimal Unit = 0.00000001m;

    [Fact]
    public void Money_in_is_money_out_and_the_fund_never_owes() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var terms = Fund.Terms((LossAllocation)random.Next(2), Amount(random), shareEvery: TimeSpan.FromMinutes(random.Next(3) * 10), topUps: [new FundTopUp("more", Amount(random) + Unit)]);
            var fund = FundState.Unopened;
            var books = Ledger.Empty;
            var asked = (Fees: 0m, Debts: 0m);
            var now = Fund.Now;
            while (FundDecision.Endow(fund, terms, now) is { } gift)
            {
                (fund, books) = (gift.State, Post(books, gift));
            }

            for (var n = 1; n <= 20; n++)
            {
                now += TimeSpan.FromMinutes(random.Next(8));
                var request = Request(random, n);
                asked = request.Kind switch
                {
                    CoverageRequestKind.Fee => (asked.Fees + request.Amount, asked.Debts),
                    CoverageRequestKind.BadDebt => (asked.Fees, asked.Debts + request.Amount),
                    _ => asked,
                };
                var profits = Fund.Winners([.. Enumerable.Range(0, random.Next(6)).Select(w => ($"W-{w}", Amount(random) + Unit))]);
                var outcome = FundDecision.Decide(fund, request, profits with { Positions = Opposite(random) }, terms, now);
                Check(request, outcome, terms);
                (fund, books) = (outcome.State, Post(books, outcome));
                if (FundDecision.IsSharingDue(fund, terms, now))
                {
                    var shared = FundDecision.Share(fund, profits, terms, now);
                    Check(fund.Unshared, shared, profits);
                    (fund, books) = (shared.State, Post(books, shared));
                }
            }

            // The sums that the fund keeps are those of its entries, and all that was asked of it is there.
            Assert.Equal(0, books.Balances.Values.Sum());
            Assert.Equal((books.Balance(FundAccounts.Fund, "USDT"), books.Balance(FundAccounts.Capital, "USDT")), (fund.Balance, fund.Capital));
            Assert.Equal(asked.Debts - asked.Fees, books.Balance(FundAccounts.Of("A"), "USDT"));
            Assert.Equal(asked.Debts, fund.Drawn + fund.SharedByWinners + fund.BorneByCapital);
            Assert.Equal(terms.Policy.Initial + terms.Policy.TopUps[0].Amount + asked.Fees - fund.Drawn, fund.Balance);
        },
        count: 1_000);

    private static void Check(decimal advanced, FundOutcome outcome, Winners winners)
    {
        Assert.InRange(outcome.State.Balance, 0, decimal.MaxValue);
        Assert.Equal(outcome.Answers.Count, outcome.Answers.Select(a => a.Id).Distinct().Count());
        Assert.Equal(outcome.State.Balance, outcome.Settlement.Balance);
        Assert.Equal(Math.Min(advanced, winners.Profits.Sum(p => p.Amount)), outcome.Settlement.Entries.Sum(e => e.Amount));
        Assert.Equal(outcome.Settlement.Entries.Select(e => (e.Debit, -e.Amount)), outcome.Answers.Select(a => (FundAccounts.Of(a.AccountId), a.Amount)));
        foreach (var share in outcome.Answers)
        {
            Assert.InRange(-share.Amount, Unit, winners.Profits.Single(p => p.Account == share.AccountId).Amount);
        }
    }

    private static void Check(CoverageRequest request, FundOutcome outcome, FundTerms terms)
    {
        Assert.InRange(outcome.State.Balance, 0, decimal.MaxValue);
        Assert.Equal(outcome.State.Balance, outcome.Settlement.Balance);
        Assert.Equal(request.Kind == CoverageRequestKind.Bankrupt ? 0 : request.Amount, outcome.Settlement.Entries.Sum(e => e.Amount));
        Assert.Equal(outcome.Answers.Count, outcome.Answers.Select(a => a.Id).Distinct().Count());
        foreach (var trades in (outcome.Settlement.Deleveraged ?? []).GroupBy(t => t.Instrument))
        {
            var held = request.Positions!.Single(p => p.Instrument == trades.Key).Quantity;
            Assert.Equal(0, trades.Sum(t => t.Trade));
            Assert.Equal(held, trades.First().ReduceTo - trades.First().Trade);

            // Nobody is turned round, and nobody trades a part of a lot.
            Assert.All(trades, t => Assert.True(t.ReduceTo == 0 || Math.Sign(t.ReduceTo) == -Math.Sign(t.Trade)));
            Assert.All(trades, t => Assert.Equal(0, t.Trade % terms.LotOf(t.Instrument)));
        }

        Assert.Equal(
            (outcome.Settlement.Deleveraged ?? []).Select(t => $"{t.AccountId} {t.Instrument} {Math.Abs(t.Trade):G29}").Order(),
            outcome.Answers.SelectMany(a => (a.Orders ?? []).Select(o => $"{a.AccountId} {o.Instrument} {o.Quantity:G29}")).Order());
    }

    private static Ledger Post(Ledger books, FundOutcome outcome) => books.Post(outcome.Settlement.Entries.Select((entry, n) => new LedgerEntry(
        string.Create(CultureInfo.InvariantCulture, $"{outcome.Settlement.Number}/{n}"), entry.Debit, entry.Credit, entry.Amount, outcome.Settlement.Currency)));

    private static CoverageRequest Request(Random random, int number) => random.Next(3) switch
    {
        0 => Fund.Fee(Amount(random), number: number),
        1 => Fund.BadDebt(Amount(random), number: number),
        _ => Fund.Bankrupt(Amount(random), "A", number, [.. new[] { "BTC-PERP", "ETH-PERP" }.Where(_ => random.Next(3) > 0).DefaultIfEmpty("BTC-PERP").Select(i => new BankruptPosition(i, Quantity(random), random.Next(1, 70_000)))]),
    };

    private static Dictionary<string, IReadOnlyList<WinningPosition>> Opposite(Random random) => new[] { "BTC-PERP", "ETH-PERP" }.ToDictionary(
        instrument => instrument,
        _ => (IReadOnlyList<WinningPosition>)[.. Enumerable.Range(0, random.Next(5)).Select(n => new WinningPosition(
            random.Next(2) == 0 ? "cross" : "BTC-PERP", new DeleveragingCandidate($"W-{n}", Quantity(random), random.Next(-500, 500), 1_000, 1_000, random.Next(-10, 100))))]);

    private static decimal Quantity(Random random) => random.Next(1, 5_000) * 0.0007m * (random.Next(2) * 2 - 1);

    private static decimal Amount(Random random) => random.Next(4) == 0 ? 0 : random.NextInt64(1, 100_000_000_000) * Unit;
}
