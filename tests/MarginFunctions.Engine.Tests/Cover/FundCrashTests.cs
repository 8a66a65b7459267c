using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Tests.Simulation;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>The process dies at every single step of a settlement, and another one goes on.</summary>
public sealed class FundCrashTests
{
    [Theory]
    [InlineData("mutualisation", false)]
    [InlineData("mutualisation", true)]
    [InlineData("deleveraging", false)]
    [InlineData("deleveraging", true)]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing(string allocation, bool together)
    {
        var undisturbed = new Run(allocation, together);
        await undisturbed.Play(crashAt: null);
        Assert.InRange(undisturbed.Steps, together ? 20 : 30, 1_000);
        for (var step = 0; step < undisturbed.Steps; step++)
        {
            var run = new Run(allocation, together);
            await run.Play(step);
            run.IsLike(undisturbed, step);
        }
    }

    [Fact]
    public async Task A_sharing_by_the_clock_that_dies_at_any_step_is_told_by_the_next_one()
    {
        var undisturbed = new Sharing();
        await undisturbed.Play(crashAt: null);
        Assert.InRange(undisturbed.Steps, 10, 200);
        for (var step = 0; step < undisturbed.Steps; step++)
        {
            await new Sharing().Play(step);
        }
    }

    [Fact]
    public async Task A_request_that_another_worker_settles_meanwhile_and_dies_over_is_answered_by_this_one()
    {
        var race = new Race();
        await race.Play();
    }

    private sealed class Sharing() : FundScenario(With("mutualisation", initial: 0, d => d["fund"]!["shareEvery"] = "00:05:00"))
    {
        public int Steps { get; private set; }

        public async Task Play(int? crashAt)
        {
            await Hold("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000));
            await Settle(Fund.BadDebt(10));
            await Settle(Fund.BadDebt(20, number: 2));
            Assert.Equal([-10m], Answers().Select(a => a.Amount));
            Cluster.Time.Advance(TimeSpan.FromMinutes(5));
            Cluster.Steps.At = where => Steps++ == crashAt ? throw new SimulatedCrashException(where) : Task.CompletedTask;
            try
            {
                await Cluster.NewFund().ShareLossesAsync(CancellationToken.None);
            }
            catch (SimulatedCrashException)
            {
                // No message comes again for a timer; it comes again itself, a minute later.
                await Cluster.NewFund().ShareLossesAsync(CancellationToken.None);
            }

            Assert.Equal([-20m], Answers().Select(a => a.Amount));
            Assert.Empty(Cluster.Funds.Outbox("USDT"));
            BooksClose();
        }
    }

    private sealed class Race() : FundScenario(With("mutualisation", initial: 1_000))
    {
        public async Task Play()
        {
            await Hold("W", 5_000, Given.Cross("BTC-PERP", 0.1m, 49_000));
            await Settle(Fund.Fee(1));
            Cluster.Steps.At = async where =>
            {
                if (where == "fund.Find")
                {
                    // This worker has read the fund. The other settles the request and dies before it sends; its message is this worker's, so nobody gets it again.
                    Cluster.Steps.At = step => step.StartsWith("bus.Send", StringComparison.Ordinal) ? throw new SimulatedCrashException(step) : Task.CompletedTask;
                    await Assert.ThrowsAsync<SimulatedCrashException>(() => Settle(Fund.BadDebt(1_031, number: 2)));
                    Cluster.Steps.At = _ => Task.CompletedTask;
                }
            };

            await Settle(Fund.BadDebt(1_031, number: 2));

            Assert.Equal([-30m], Answers().Select(a => a.Amount));
            Assert.Empty(Cluster.Funds.Outbox("USDT"));
            BooksClose();
        }
    }

    private sealed class Run(string allocation, bool together) : FundScenario(With(allocation, initial: 1_000))
    {
        private readonly List<CoverageAnswer> answers = [];

        public int Steps { get; private set; }

        public async Task Play(int? crashAt)
        {
            await Hold("W", 5_000, Given.Cross("BTC-PERP", -0.1m, 52_000));
            await Hold("X", 5_000, Given.Cross("BTC-PERP", -0.1m, 51_000));
            Steps = 0;
            Cluster.Steps.At = where => Steps++ == crashAt ? throw new SimulatedCrashException(where) : Task.CompletedTask;
            CoverageRequest[] requests = [Fund.Fee(28.05m), Fund.Bankrupt(2_000, number: 2), Fund.BadDebt(1_100.05m, number: 3)];
            foreach (var batch in requests.Chunk(together ? requests.Length : 1))
            {
                try
                {
                    await Settle(batch);
                }
                catch (SimulatedCrashException)
                {
                    // The bus delivers the messages again, to a process that knows nothing.
                    await Settle(batch);
                }
            }

            answers.AddRange(Answers());
            Assert.Empty(Cluster.Funds.Outbox("USDT"));
            BooksClose();
        }

        public void IsLike(Run other, int step)
        {
            Assert.True(State.Balance == other.State.Balance, $"Step {step}: {State.Balance} and not {other.State.Balance}");
            Assert.Equal(other.Settlements().Select(s => (s.Id, s.Balance)), Settlements().Select(s => (s.Id, s.Balance)));
            Assert.Equal(other.answers.Select(a => a with { Orders = null }), answers.Select(a => a with { Orders = null }));
        }
    }
}
