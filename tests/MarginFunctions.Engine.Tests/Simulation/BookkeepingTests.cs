using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Shards;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>
/// A broker that books what it is told of late, twice and out of order, and states its books in messages that overtake each other, beside an engine that draws, lends, charges and is paid back on its own. At every moment no
/// money is counted twice and none is lost.
/// </summary>
public sealed class BookkeepingTests
{
    private const string Id = "A";
    private const decimal Minimum = 20;

    [Fact]
    public async Task Whatever_is_late_doubled_or_out_of_order_both_books_say_the_same_in_the_end()
    {
        var draws = 0;
        var repayments = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var account = await new Run(new Random(seed)).PlayAsync();
            draws += account.Draws;
            repayments += account.Repayments;
        }

        Assert.True(draws > 300 && repayments > 50, $"{draws} draws and {repayments} repayments are no test");
    }

    private sealed class Run(Random random) : ShardProcessorScenario(Given.OneShard)
    {
        private readonly Dictionary<long, AccountLedgerEntry> booked = [];
        private readonly List<HoldingsUpdate> underway = [];
        private int heard;
        private decimal deposits = random.Next(120, 260);
        private decimal reserve = random.Next(20, 200);
        private decimal given;
        private decimal line = random.Next(400);
        private long sequence;

        private AccountState Account => Cluster.Account(Id);

        private IEnumerable<AccountLedgerEntry> Told => Cluster.Calls().Where(c => c.Kind == MarginEventKind.Booked).SelectMany(c => c.Entries!);

        public async Task<(int Draws, int Repayments)> PlayAsync()
        {
            Cluster.Mark("BTC-PERP", 43_000);
            State(complete: true);
            await DeliverAsync(all: true);
            for (var step = 0; step < 60; step++)
            {
                await StepAsync();
                Check();
            }

            // All that was told is booked, and stated; then neither has anything that the other has not.
            BookAll();
            State(complete: true);
            await DeliverAsync(all: true);
            BookAll();
            Check();
            Assert.Equal(deposits + booked.Values.Sum(e => e.Amount), Account.Cash("USDT"));
            Assert.Equal(Account.Ledger?.Count ?? 0, booked.Count);
            Assert.All(Cluster.Moved().Concat(Cluster.Decisions()), record => MadeAgain.Check(record, Cluster.Parameters));
            var entries = booked.Values.ToList();
            return (entries.Count(e => e.Kind is AccountEntryKind.LoanDraw or AccountEntryKind.ReserveTransfer), entries.Count(e => e.Kind == AccountEntryKind.LoanRepayment));
        }

        private async Task StepAsync()
        {
            switch (random.Next(9))
            {
                case 0:
                    deposits += random.Next(-120, 120);
                    break;
                case 1:
                    line = random.Next(400);
                    break;
                case 2:
                    reserve += random.Next(50);
                    break;
                case 3:
                    Cluster.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 200)));
                    await Sweep();
                    break;
                case 4:
                    await Tick("BTC-PERP", 43_000 + random.Next(-60, 60));
                    await Drain(Processor);
                    break;
                case 5:
                    Book();
                    break;
                case 6 or 7:
                    State(complete: random.Next(3) == 0);
                    break;
                default:
                    await DeliverAsync(all: false);
                    break;
            }
        }

        /// <summary>Books some of what was told, in any order and some of it twice.</summary>
        private void Book()
        {
            heard = random.Next(heard, Told.Count() + 1);
            foreach (var entry in Told.Take(heard).OrderBy(_ => random.Next()).Take(random.Next(1 + heard)))
            {
                booked[entry.Number] = entry;
            }
        }

        private void BookAll()
        {
            foreach (var entry in Told)
            {
                booked[entry.Number] = entry;
            }
        }

        /// <summary>States the books as far as they have no gap, with the number of the last entry in them.</summary>
        private void State(bool complete)
        {
            var through = 0L;
            while (booked.ContainsKey(through + 1))
            {
                through++;
            }

            var counted = booked.Values.Where(e => e.Number <= through).ToList();
            given = counted.Where(e => e.Kind == AccountEntryKind.ReserveTransfer).Sum(e => e.Amount);
            var cash = deposits + counted.Sum(e => e.Amount);
            var namesCover = complete || random.Next(2) == 0;
            underway.Add(Given.Update(Id, ++sequence, [Given.Cross("BTC-PERP", 1, 43_000)], complete || random.Next(3) > 0 ? cash : null, complete) with
            {
                LedgerThrough = through,
                Cover = namesCover ? new CoverFacts(reserve - given, Minimum, line) : null,
            });
        }

        private async Task DeliverAsync(bool all)
        {
            var some = underway.OrderBy(_ => random.Next()).Take(all ? underway.Count : 1 + random.Next(2)).ToList();
            foreach (var update in some)
            {
                await Apply(update);
                if (random.Next(4) != 0 || all)
                {
                    underway.Remove(update);
                }
            }
        }

        private void Check()
        {
            Assert.Empty(Cluster.Rejections());
            var told = Told.OrderBy(e => e.Number).ToList();
            var ledger = Account.Ledger ?? AccountLedger.Empty;
            Assert.Equal(Enumerable.Range(1, (int)ledger.Count).Select(n => (long)n), told.Select(e => e.Number));
            Assert.Equal(told.Where(e => e.Kind is AccountEntryKind.LoanDraw or AccountEntryKind.LoanRepayment).Sum(e => e.Amount), ledger.Loan);
            Assert.Equal(ledger.Loan > 0, ledger.InterestThrough is not null);
            Assert.InRange(ledger.Loan, 0, 400);

            // The reserve is never taken below its minimum, whoever has booked what.
            var taken = told.Where(e => e.Kind == AccountEntryKind.ReserveTransfer).Sum(e => e.Amount);
            Assert.True(taken == 0 || reserve - taken >= Minimum, $"{taken} of a reserve of {reserve}");

            // What is pending is what the stated cash, or the stated reserve, does not count.
            var holdings = Account.Holdings;
            var cash = holdings.LedgerThrough("USDT");
            Assert.Equal(
                told.Where(e => e.Number > cash || (e.Kind == AccountEntryKind.ReserveTransfer && e.Number > (holdings.Cover?.LedgerThrough ?? 0))).Select(e => e.Number),
                ledger.Pending.Select(e => e.Number));
            Assert.Equal(
                holdings.Collateral.FirstOrDefault(c => c.Holding.Asset == "USDT")?.Holding.Quantity ?? 0,
                Account.Cash("USDT") - told.Where(e => e.Number > cash).Sum(e => e.Amount));
        }
    }
}
