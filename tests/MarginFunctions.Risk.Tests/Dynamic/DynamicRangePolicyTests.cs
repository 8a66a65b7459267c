using FsCheck.Fluent;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Dynamic;

public sealed class DynamicRangePolicyTests
{
    [Theory]
    [InlineData(0.6, 0.12463646)] // 3·√((0.75·0.6² + 0.25·1.2²)/365) = 0.12463645764, rounded up
    [InlineData(0.0, 0.09421631)] // 3·√(0.25·1.2²/365) = 0.09421630697: a quarter of stress when nothing moves
    [InlineData(1.2, 0.18843262)] // at the stressed volatility the weight changes nothing
    [InlineData(5.0, 0.40)] // 3·√((0.75·25 + 0.36)/365) = 0.686, above the cap
    public void A_target_written_out(double volatility, decimal range) => Assert.Equal(range, Policies.Of().Target(Policies.Btc, volatility * volatility));

    [Fact]
    public void Without_stress_weight_calm_ends_at_the_floor()
    {
        var policy = new DynamicRangePolicy(TimeSpan.FromHours(6), TimeSpan.FromDays(1), 3, 0.01m, [Policies.Btc], stressWeight: 0);
        Assert.Equal(0.08m, policy.Target(Policies.Btc, 0));
        Assert.Equal(0.09421631m, policy.Target(Policies.Btc, 0.36)); // 3·0.6/√365
    }

    [Fact]
    public void A_target_is_monotone_in_volatility_and_never_outside_its_limits() => Always.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var random = new Random(seed);
        var floor = 0.01m + (decimal)random.NextDouble() * 0.3m;
        var limits = new DynamicUnderlying("X", floor, floor + (decimal)random.NextDouble() * 0.6m, floor, 0.1 + random.NextDouble());
        var policy = new DynamicRangePolicy(TimeSpan.FromDays(1), TimeSpan.FromHours(random.Next(1, 700)), 0.1 + 10 * random.NextDouble(), 0.01m, [limits], random.NextDouble());
        var (low, high) = (random.NextDouble() * 2, random.NextDouble() * 2);
        (low, high) = low < high ? (low, high) : (high, low);
        Assert.True(policy.Target(limits, low * low) <= policy.Target(limits, high * high));
        Assert.InRange(policy.Target(limits, low * low), limits.Floor, limits.Cap);
    });

    [Fact]
    public void The_multiplier_of_a_confidence_is_the_normal_quantile() => Assert.Equal(2.3263478740408408, DynamicRangePolicy.MultiplierOf(new(0.99m)), 1e-14);

    [Theory]
    [InlineData("halfLife", "The halfLife is 00:00:59; it lies from 00:01:00 to 3650.00:00:00.")]
    [InlineData("horizon", "The horizon is 31.00:00:00; it lies from 00:01:00 to 30.00:00:00.")]
    [InlineData("multiplier", "The multiplier is NaN; it is above 0 and at most 20.")]
    [InlineData("stepPerHour", "The step per hour is 0.00009; it lies from 0.0001 to 1.")]
    [InlineData("stressWeight", "The stress weight is NaN; it lies from 0 to 1.")]
    [InlineData("longestStep", "The longestStep is 1.00:00:01; it lies from 00:01:00 to 1.00:00:00.")]
    [InlineData("sampling", "The sampling is 06:00:01; it lies from 00:00:01 to 06:00:00.")]
    [InlineData("maximumMarkAge", "The maximumMarkAge is 00:00:00; it lies from 00:00:01 to 7.00:00:00.")]
    [InlineData("Floor", "The floor of BTC-USD is 0; it lies above 0 and below 1.")]
    [InlineData("Cap", "The cap of BTC-USD is 1; it is at least the floor (0.08) and below 1.")]
    [InlineData("Start", "The start of BTC-USD is 0.41; it lies from the floor (0.08) to the cap (0.40).")]
    [InlineData("StressedVolatility", "The stressed volatility of BTC-USD is NaN; it is above 0 and at most 100.")]
    public void A_value_out_of_range_is_named_with_its_range(string wrong, string message)
    {
        var underlying = Policies.Btc with
        {
            Floor = wrong == "Floor" ? 0 : 0.08m,
            Cap = wrong == "Cap" ? 1 : 0.40m,
            Start = wrong == "Start" ? 0.41m : 0.16m,
            StressedVolatility = wrong == "StressedVolatility" ? double.NaN : 1.2,
        };
        var failure = Assert.ThrowsAny<ArgumentException>(() => new DynamicRangePolicy(
            wrong == "halfLife" ? TimeSpan.FromSeconds(59) : TimeSpan.FromHours(6),
            wrong == "horizon" ? TimeSpan.FromDays(31) : TimeSpan.FromDays(1),
            wrong == "multiplier" ? double.NaN : 3,
            wrong == "stepPerHour" ? 0.00009m : 0.01m,
            [underlying],
            wrong == "stressWeight" ? double.NaN : 0.25,
            wrong == "longestStep" ? new TimeSpan(1, 0, 0, 1) : null,
            wrong == "sampling" ? new TimeSpan(6, 0, 1) : null,
            wrong == "maximumMarkAge" ? TimeSpan.Zero : null));
        Assert.Equal(wrong, failure.ParamName);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_underlying_is_named_once() =>
        Assert.StartsWith("BTC-USD is named twice.", Assert.Throws<ArgumentException>(() => Policies.Of(Policies.Btc, Policies.Btc)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stressed_period_is_the_volatility_of_its_prices()
    {
        // Daily returns of +10 % and −10 % in logarithms: σ = 0.1·√365.
        var up = (decimal)Math.Exp(0.1);
        Assert.Equal(0.1 * Math.Sqrt(365), new StressedPeriod("March 2020", TimeSpan.FromDays(1), [100, 100 * up, 100]).Volatility, 1e-12);
    }

    [Theory]
    [InlineData(new[] { 100.0 }, "The stressed period March 2020 has 1 prices; it takes two for a return.")]
    [InlineData(new[] { 100.0, 0.0 }, "Price 1 of the stressed period March 2020 is 0; a price is positive.")]
    [InlineData(new[] { 100.0, 100.0 }, "The prices of the stressed period March 2020 do not move.")]
    public void A_stressed_period_that_says_nothing_is_refused(double[] prices, string message) => Assert.StartsWith(
        message,
        Assert.Throws<ArgumentException>(() => new StressedPeriod("March 2020", TimeSpan.FromDays(1), Array.ConvertAll(prices, p => (decimal)p))).Message,
        StringComparison.Ordinal);
}
