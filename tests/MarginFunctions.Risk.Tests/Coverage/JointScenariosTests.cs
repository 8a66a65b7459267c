using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Coverage;

public sealed class JointScenariosTests
{
    private static readonly JointHistory History = Histories.Daily(("BTC", [100, 80, 120, 60, 90]), ("ETH", [10, 11, 12, 13, 14]));

    [Fact]
    public void Overlapping_moves_start_at_every_moment_that_leaves_room()
    {
        var scenarios = JointScenarios.FromHistory(History, ["BTC", "ETH"], new Horizon(2), ReturnSampling.Overlapping);
        Assert.Equal([1.2, 0.75, 0.75], scenarios.FactorsOf("BTC").ToArray()); // 120/100, 60/80, 90/120
        Assert.Equal([12.0 / 10, 13.0 / 11, 14.0 / 12], scenarios.FactorsOf("ETH").ToArray());
        Assert.Equal(new ScenarioPeriod(Histories.Start.AddDays(1), Histories.Start.AddDays(3)), scenarios.PeriodOf(1));
    }

    [Fact]
    public void Consecutive_moves_end_at_the_newest_price()
    {
        var scenarios = JointScenarios.FromHistory(History, ["BTC"], new Horizon(2), ReturnSampling.Consecutive);
        Assert.Equal([1.2, 0.75], scenarios.FactorsOf("BTC").ToArray());
        Assert.Equal(Histories.Start.AddDays(4), scenarios.PeriodOf(1)!.Value.To);
        Assert.Equal([90.0 / 80], JointScenarios.FromHistory(History, ["BTC"], new Horizon(3), ReturnSampling.Consecutive).FactorsOf("BTC").ToArray());
    }

    [Fact]
    public void The_square_root_of_time_scales_logarithms_of_one_step()
    {
        var scenarios = JointScenarios.FromHistory(History, ["BTC"], new Horizon(4), ReturnSampling.SquareRootOfTime);
        double[] expected = [0.8 * 0.8, 1.5 * 1.5, 0.5 * 0.5, 1.5 * 1.5]; // √4 = 2
        for (var n = 0; n < expected.Length; n++)
        {
            Samples.AssertClose(expected[n], scenarios.FactorsOf("BTC")[n], 1e-15);
        }

        Assert.Equal(new ScenarioPeriod(Histories.Start, Histories.Start.AddDays(1)), scenarios.PeriodOf(0));
    }

    [Fact]
    public void A_filtered_move_is_the_sum_of_its_steps_brought_to_todays_volatility()
    {
        double[] returns = [Math.Log(0.8), Math.Log(1.5), Math.Log(0.5), Math.Log(1.5)];
        var expected = new double[4];
        VolatilityFilter.Rescale(returns, EwmaVolatility.FromReturns(0.9, returns), expected);

        var scenarios = JointScenarios.FromHistory(History, ["BTC"], new Horizon(2), ReturnSampling.Overlapping, filter: 0.9);
        for (var n = 0; n < 3; n++)
        {
            Samples.AssertClose(Math.Exp(expected[n] + expected[n + 1]), scenarios.FactorsOf("BTC")[n], 1e-14);
        }
    }

    [Fact]
    public void Drawn_moves_have_the_covariance_of_the_history_over_the_horizon_and_no_dates()
    {
        var factor = HistoricalCovariance.Factor(History, ["BTC", "ETH"], new Horizon(4));
        double Log(double x) => Math.Log(x);
        var variance = new[] { Log(0.8), Log(1.5), Log(0.5), Log(1.5) }.Sum(r => r * r); // four steps of a mean over four
        Samples.AssertClose(variance, factor[0, 0] * factor[0, 0], 1e-12);

        var scenarios = JointScenarios.Simulated(JointReturns.Normal(factor, seed: 7), ["BTC", "ETH"], new Horizon(4), 20_000);
        Assert.InRange(scenarios.FactorsOf("BTC").ToArray().Average(f => Log(f) * Log(f)) / variance, 0.97, 1.03);
        Assert.Null(scenarios.PeriodOf(0));
    }

    [Theory]
    [InlineData("one moment", "has 1 moments", new[] { 0 })]
    [InlineData("a moment twice", "its moments ascend", new[] { 0, 0 })]
    [InlineData("time going back", "from 2026-01-02T00:00:00Z back to 2026-01-01T00:00:00Z", new[] { 1, 0 })]
    [InlineData("a day left out for all", "BTC has no price at 2026-01-03T00:00:00Z; prices are 1.00:00:00 apart", new[] { 0, 1, 3 })]
    public void Moments_that_do_not_follow_each_other_are_refused(string what, string words, int[] days)
    {
        var refused = Assert.Throws<ArgumentException>(() => JointScenarios.FromHistory(
            new JointHistory([.. days.Select(d => new HistoricalPrices(Histories.Start.AddDays(d), new Dictionary<string, decimal> { ["BTC"] = 1 }))]),
            ["BTC"],
            Histories.OneDay,
            ReturnSampling.Overlapping));
        Assert.True(refused.Message.Contains(words, StringComparison.Ordinal), $"{what}: {refused.Message}");
    }

    [Fact]
    public void Moments_off_the_grid_are_not_read()
    {
        // Daily prices, and a last quote of each symbol within the last day.
        var history = new JointHistory([
            .. Enumerable.Range(0, 4).Select(d => new HistoricalPrices(Histories.Start.AddDays(d), new Dictionary<string, decimal> { ["BTC"] = 100 + d })),
            new(Histories.Start.AddDays(3).AddHours(5), new Dictionary<string, decimal> { ["BTC"] = 7 }),
            new(Histories.Start.AddDays(3).AddHours(6), new Dictionary<string, decimal> { ["LATE"] = 7 }),
        ]);
        Assert.Equal((TimeSpan.FromDays(1), 4), (history.Step, history.Count));
        Assert.Equal([101.0 / 100, 102.0 / 101, 103.0 / 102], JointScenarios.FromHistory(history, ["BTC"], Histories.OneDay, ReturnSampling.Overlapping).FactorsOf("BTC").ToArray());
        Assert.False(history.Has("LATE"));
    }

    [Fact]
    public void Bad_histories_are_refused_with_the_symbol_named()
    {
        var gap = new JointHistory([
            new(Histories.Start, new Dictionary<string, decimal> { ["BTC"] = 1, ["SOL"] = 1 }),
            new(Histories.Start.AddDays(1), new Dictionary<string, decimal> { ["BTC"] = 1 }),
        ]);
        JointScenarios.FromHistory(gap, ["BTC"], Histories.OneDay, ReturnSampling.Overlapping);
        Refused("SOL has no price at 2026-01-02T00:00:00Z", () => JointScenarios.FromHistory(gap, ["BTC", "SOL"], Histories.OneDay, ReturnSampling.Overlapping));
        Refused("of BTC, ETH has 5 prices; a horizon of 5 days needs at least 6", () => JointScenarios.FromHistory(History, ["BTC", "ETH"], new Horizon(5), ReturnSampling.Overlapping));
        Refused("BTC has price 0 at 2026-01-01T00:00:00Z", () => Histories.Daily(("BTC", [0, 1])));
        Refused("DUST moves by a factor of 1E-10 in scenario 0", () => JointScenarios.FromHistory(Histories.Daily(("DUST", [1, 1e-10m])), ["DUST"], Histories.OneDay, ReturnSampling.Overlapping));
        Refused("PEG cannot be filtered", () => JointScenarios.FromHistory(Histories.Daily(("PEG", [1, 1, 1])), ["PEG"], Histories.OneDay, ReturnSampling.Overlapping, filter: 0.94));
        Refused("Returns of PEG are zero", () => HistoricalCovariance.Factor(Histories.Daily(("BTC", [1, 2, 1]), ("PEG", [1, 1, 1])), ["BTC", "PEG"], Histories.OneDay));
    }

    [Fact]
    public void A_horizon_is_a_whole_number_of_steps()
    {
        var weekly = new JointHistory([.. Enumerable.Range(0, 3).Select(n => new HistoricalPrices(Histories.Start.AddDays(7 * n), new Dictionary<string, decimal> { ["BTC"] = 1 }))]);
        Assert.Equal(2, weekly.StepsIn(new Horizon(14)));
        Refused("no whole number of the history's steps of 7.00:00:00", () => weekly.StepsIn(new Horizon(8)));
    }

    private static void Refused(string words, Func<object> use) => Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(use).Message, StringComparison.Ordinal);

    private static void Refused(string words, Func<int> use) => Refused(words, () => (object)use());
}
