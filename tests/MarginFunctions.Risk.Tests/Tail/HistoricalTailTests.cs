using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class HistoricalTailTests
{
    // Losses of 1 to 250, of which 2.5 are in the tail at 99 %.
    private static readonly double[] Year = Enumerable.Range(1, 250).Select(n => -(double)n).ToArray();

    [Theory]
    [InlineData("IndexAbove", 248, (250 + 249 + 0.5 * 248) / 2.5)] // the third
    [InlineData("NearestIndex", 248, (1.5 * 250 + 249) / 2.5)] // 2.5 rounds up to the third
    [InlineData("SamplePlusOneNearestIndex", 248, (1.5 * 250 + 249 + 0.01 * 248) / 2.51)] // 0.01·251 = 2.51 rounds to the third
    [InlineData("SampleInterpolation", 248.5, (1.5 * 250 + 0.875 * 249 + 0.125 * 248) / 2.5)] // half way from the second to the third
    [InlineData("SamplePlusOneInterpolation", 248.49, (1.5 * 250 + 0.87995 * 249 + 0.13005 * 248) / 2.51)] // 0.51 of the way
    [InlineData("MidwayInterpolation", 248, (250 + 249 + 0.5 * 248) / 2.5)] // 2.5 + 0.5 is the third
    public void A_year_of_losses_at_99_percent(string rule, double atRisk, double shortfall)
    {
        var tail = new HistoricalTail(Samples.NinetyNine, QuantileRule.All.Single(r => r.Name == rule), 250);
        var measure = tail.Measure(Year);
        Samples.AssertClose(atRisk, measure.ValueAtRisk);
        Samples.AssertClose(shortfall, measure.ExpectedShortfall);
    }

    [Fact]
    public void A_portfolio_that_gains_in_every_scenario_has_a_negative_measure()
    {
        var measure = new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 100).Measure(Enumerable.Range(5, 100).Select(n => (double)n).ToArray());
        Assert.Equal(new TailMeasure(-5, -5), measure);
    }

    [Fact]
    public void An_empty_portfolio_has_no_risk_and_no_negative_zero()
    {
        var measure = new HistoricalTail(Samples.NinetyNine, QuantileRule.MidwayInterpolation, 100).Measure(new double[100]);
        Assert.Equal((0L, 0L), (BitConverter.DoubleToInt64Bits(measure.ValueAtRisk), BitConverter.DoubleToInt64Bits(measure.ExpectedShortfall)));
    }

    [Fact]
    public void Zeros_of_either_sign_among_gains_are_no_negative_zero()
    {
        var profits = Enumerable.Range(0, 500).Select(n => n % 40 == 7 ? 0.0 : n % 40 == 9 ? -0.0 : n).ToArray();
        var measure = new HistoricalTail(Samples.NinetyNine, QuantileRule.MidwayInterpolation, 500).Measure(profits);
        Assert.Equal((0L, 0L), (BitConverter.DoubleToInt64Bits(measure.ValueAtRisk), BitConverter.DoubleToInt64Bits(measure.ExpectedShortfall)));
    }

    [Fact]
    public void A_short_history_is_measured_by_its_worst_scenario_only_when_asked_to()
    {
        var profits = new double[] { 3, -7, 2 };
        foreach (var rule in QuantileRule.All)
        {
            Assert.Equal(new TailMeasure(7, 7), new HistoricalTail(Samples.NinetyNine, rule, 3, TailExtrapolation.Flat).Measure(profits));
            Assert.Throws<ArgumentOutOfRangeException>("scenarios", () => new HistoricalTail(Samples.NinetyNine, rule, 3));
        }
    }

    [Fact]
    public void Evidence_names_the_scenarios_and_rebuilds_the_measure_to_the_bit()
    {
        var profits = Samples.Profits(new Random(5), 777);
        foreach (var rule in QuantileRule.All)
        {
            var tail = new HistoricalTail(new(0.975m), rule, 777);
            var (atRisk, shortfall) = (0.0, 0.0);
            foreach (var scenario in tail.Evidence(profits))
            {
                Assert.Equal(profits[scenario.Scenario], scenario.Profit);
                atRisk += scenario.ValueAtRiskWeight * scenario.Profit;
                shortfall += scenario.ExpectedShortfallWeight * scenario.Profit;
            }

            Assert.Equal(new TailMeasure(-atRisk, -shortfall), tail.Measure(profits));
        }
    }

    [Fact]
    public void Scenarios_that_tie_are_named_in_their_order()
    {
        var profits = new double[] { 0, -5, -5, -9, -5, -5, 0, 0, 0, 0 };
        var evidence = new HistoricalTail(new(0.7m), QuantileRule.IndexAbove, 10).Evidence(profits);
        Assert.Equal([3, 1, 2], evidence.Select(scenario => scenario.Scenario));
    }

    [Fact]
    public void Ten_days_are_the_square_root_of_ten_times_one_day()
    {
        var measure = new TailMeasure(100, 130).ScaledBySquareRootOfTime(new Horizon(1), new Horizon(10));
        Samples.AssertClose(316.227766016838, measure.ValueAtRisk);
        Samples.AssertClose(411.096095821889, measure.ExpectedShortfall);
        Assert.Equal(0.5, new Horizon(1).SquareRootOfTimeFrom(new Horizon(4)));
    }

    [Fact]
    public void Measuring_allocates_nothing()
    {
        var tail = new HistoricalTail(Samples.NinetyNine, QuantileRule.IndexAbove, 250);
        tail.Measure(Year);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 100; n++)
        {
            tail.Measure(Year);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
