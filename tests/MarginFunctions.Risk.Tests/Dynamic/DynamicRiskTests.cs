using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Tail;
using MarginFunctions.Risk.Tests.Support;
using MarginFunctions.Risk.Tests.Tail;
using static MarginFunctions.Risk.Tests.Dynamic.Policies;

namespace MarginFunctions.Risk.Tests.Dynamic;

public sealed class DynamicRiskTests
{
    [Fact]
    public void A_start_stands_for_the_variance_that_gives_it_back()
    {
        var risk = DynamicRisk.Start(Of(), Noon).Underlyings[0];
        Assert.Equal(0.16m, risk.Range);
        Assert.Equal(0.16, 3 * Math.Sqrt(risk.Variance / 365), 1e-15);
    }

    [Fact]
    public void An_update_after_a_half_life_written_out()
    {
        var policy = Of();
        var start = DynamicRisk.Start(policy, Noon).Observe([Mark(100, 0)], policy);
        var next = start.Observe([Mark(110, 360)], policy);

        // Half of the old, half of ln(1.1)² over 6 hours, a year being 8,760 of them.
        var expected = 0.5 * start.Underlyings[0].Variance + 0.5 * Math.Pow(Math.Log(1.1), 2) * 8760 / 6;
        Samples.AssertClose(expected, next.Underlyings[0].Variance, 1e-12);
    }

    [Fact]
    public void Marks_at_equal_times_give_the_covariance_of_RiskMetrics() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var policy = OfThree();
        var risk = DynamicRisk.Start(policy, Noon).Observe(policy.Underlyings.Select(u => Mark(100, 0, u.Underlying)), policy);
        var decay = Math.Pow(2, -5.0 / 360);
        var year = TimeSpan.FromDays(365) / TimeSpan.FromMinutes(5);
        var known = EwmaCovariance.From(decay, risk.CovarianceMatrix(), 3);
        var prices = new decimal[] { 100, 100, 100 };
        for (var n = 1; n <= 30; n++)
        {
            var next = prices.Select(p => Math.Round(p * (1 + (decimal)(random.NextDouble() - 0.5) * 0.1m), 8)).ToArray();
            risk = risk.Observe(policy.Underlyings.Select((u, i) => Mark(next[i], 5 * n, u.Underlying)), policy);
            known = known.Update(next.Select((p, i) => Math.Log((double)p / (double)prices[i]) * Math.Sqrt(year)).ToArray());
            prices = next;
        }

        for (var n = 0; n < 9; n++)
        {
            Assert.Equal(known.Matrix[n], risk.CovarianceMatrix()[n], 1e-11);
        }

        Assert.Equal(known.Correlation(0, 2), risk.Correlation("BTC-USD", "SOL-USD"), 1e-11);
    }, count: 100);

    [Fact]
    public void The_covariance_matrix_stays_positive_semidefinite_whatever_is_missing() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var policy = OfThree();
        var risk = DynamicRisk.Start(policy, Noon).Observe(RandomMarks(random), policy);
        var matrix = risk.CovarianceMatrix();

        // A factor exists once rounding is made up for.
        for (var n = 0; n < 3; n++)
        {
            matrix[n * 4] *= 1 + 1e-12;
        }

        _ = CholeskyFactor.Of(matrix, 3);
        Assert.InRange(risk.Correlation("SOL-USD", "ETH-USD"), -1, 1);
        Assert.Equal(1, risk.Correlation("ETH-USD", "ETH-USD"));
    });

    [Fact]
    public void The_same_marks_in_any_batches_give_the_same_bits() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var policy = OfThree();
        var marks = RandomMarks(random);
        var whole = DynamicRisk.Start(policy, Noon).Observe(marks.OrderBy(_ => random.Next()), policy);
        var parts = DynamicRisk.Start(policy, Noon);
        for (var start = 0; start < marks.Count;)
        {
            var count = random.Next(1, 6);
            parts = parts.Observe(marks.Skip(start).Take(count), policy);

            // What has been seen is seen again now and then.
            parts = random.Next(2) == 0 ? parts.Observe(marks.Take(start + count), policy) : parts;
            start += count;
        }

        Assert.Equal(Digits(whole), Digits(parts));
    });

    [Fact]
    public void Ranges_stay_within_limits_and_steps_whatever_the_marks_and_times_are() => Always.Holds(Samples.Seeds, seed =>
    {
        var random = new Random(seed);
        var policy = OfThree();
        var marks = RandomMarks(random);
        var risk = DynamicRisk.Start(policy, Noon);
        var now = Noon;
        for (var n = 0; n < 30; n++)
        {
            var (before, then) = (risk, now);
            now += TimeSpan.FromMinutes(random.Next(4) == 0 ? random.Next(-5, 200) : random.NextDouble());
            risk = risk.Next(marks.Where(m => m.At <= now).ToList(), now, policy).Risk;
            var hours = Math.Max(0, Math.Min(1, (decimal)(now - before.At).Ticks / TimeSpan.TicksPerHour));
            foreach (var (underlying, range) in risk.Ranges())
            {
                Assert.InRange(range, policy.Find(underlying)!.Floor, policy.Find(underlying)!.Cap);
                Assert.True(Math.Abs(range - before.Ranges()[underlying]) <= policy.StepPerHour * hours);
            }
        }
    });

    [Theory]
    [InlineData(1, 110.0, "a repeated mark")]
    [InlineData(0.2, 300.0, "an older mark")]
    [InlineData(1.9, 300.0, "a second mark of the same minute")]
    public void What_is_not_new_changes_nothing(double minutes, double price, string what)
    {
        var policy = Of();
        var risk = DynamicRisk.Start(policy, Noon).Observe([Mark(100, 0), Mark(110, 1)], policy);
        Assert.True(Digits(risk) == Digits(risk.Observe([Mark((decimal)price, minutes)], policy)), what);
    }

    [Fact]
    public void A_storm_raises_the_range_by_a_step_an_hour_and_calm_takes_it_back()
    {
        var policy = Of();
        var risk = DynamicRisk.Start(policy, Noon);
        var price = 100m;
        for (var minute = 0; minute <= 240; minute++)
        {
            price *= minute % 2 == 0 ? 1.01m : 0.99m;
            risk = risk.Next([Mark(price, minute)], Noon.AddMinutes(minute), policy).Risk;
        }

        Assert.InRange(risk.Ranges()["BTC-USD"], 0.1999m, 0.20m); // 0.16 and four steps of 0.01, each cut to 8 places a minute
        for (var minute = 241; minute <= 4000; minute++)
        {
            risk = risk.Next([Mark(price, minute)], Noon.AddMinutes(minute), policy).Risk;
        }

        Assert.InRange(risk.Ranges()["BTC-USD"], 0.0942m, 0.0960m); // a quarter of stress stays, above the floor
    }

    [Fact]
    public void A_missing_mark_keeps_the_range_and_the_rest_goes_on()
    {
        var policy = OfThree();
        var risk = DynamicRisk.Start(policy, Noon);
        var (next, missing) = risk.Next([Mark(100, 0), Mark(100, 55, "ETH-USD")], Noon.AddMinutes(60), policy);
        Assert.Equal(["BTC-USD", "SOL-USD"], missing); // one an hour old, one never seen
        Assert.Equal(0.16m, next.Ranges()["BTC-USD"]);
        Assert.NotEqual(0.16m, next.Ranges()["ETH-USD"]);
    }

    [Fact]
    public void After_an_outage_a_publication_counts_an_hour()
    {
        var policy = Of();
        var risk = DynamicRisk.Start(policy, Noon).Next([Mark(100, 0), Mark(200, 60 * 24)], Noon.AddDays(1), policy).Risk;
        Assert.Equal(0.17m, risk.Ranges()["BTC-USD"]);
        Assert.Equal(Noon.AddDays(1), risk.At);
    }

    [Fact]
    public void A_new_policy_forgets_what_it_does_not_name_starts_what_is_new_and_binds_at_once()
    {
        var risk = DynamicRisk.Start(Of(Btc, Btc with { Underlying = "ETH-USD" }), Noon)
            .Under(Of(Btc with { Cap = 0.12m, Start = 0.10m }, Btc with { Underlying = "SOL-USD", Start = 0.3m }));
        Assert.Equal(new Dictionary<string, decimal> { ["BTC-USD"] = 0.12m, ["SOL-USD"] = 0.3m }, risk.Ranges());
        Assert.Equal(0, risk.Correlation("BTC-USD", "SOL-USD"));
    }

    [Fact]
    public void A_price_that_is_not_positive_is_refused_by_name() => Assert.Contains(
        "BTC-USD", Assert.Throws<ArgumentOutOfRangeException>(() => DynamicRisk.Start(Of(), Noon).Observe([Mark(0, 0)], Of())).Message, StringComparison.Ordinal);
}
