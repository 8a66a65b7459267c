using FsCheck;
using FsCheck.Fluent;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Tests.Numerics;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Options;

public sealed class Black76Properties
{
    private static readonly Gen<Terms> Ordinary =
        from forward in Numbers(1, 100_000)
        from moneyness in Numbers(0.3, 3)
        from volatility in Numbers(0.1, 2)
        from time in Numbers(0.02, 2)
        select new Terms(forward, forward * moneyness, volatility, time);

    private static readonly Gen<Terms> Any = Gen.OneOf(
        Ordinary,
        Ordinary.Select(t => t with { Strike = t.Forward }),
        Ordinary.Select(t => t with { Time = 0 }),
        Ordinary.Select(t => t with { Volatility = 0 }),
        Ordinary.Select(t => t with { Volatility = 40 * t.Volatility }),
        Ordinary.Select(t => t with { Strike = t.Strike * 1e12 }),
        Ordinary.Select(t => t with { Strike = t.Strike / 1e12 }));

    [Fact]
    public void Put_call_parity_holds_to_the_last_bit() => Always.Holds(Any, t =>
    {
        var (call, put) = (t.Call, t.Put);
        var difference = t.Forward - t.Strike;
        if (difference >= 0)
        {
            Digits.AssertSame(put.Value + difference, call.Value, $"{t}: call");
        }
        else
        {
            Digits.AssertSame(call.Value - difference, put.Value, $"{t}: put");
        }

        Digits.AssertSame(1, call.Delta - put.Delta, $"{t}: deltas");
        Digits.AssertSame(call.Gamma, put.Gamma, $"{t}: gamma");
        Digits.AssertSame(call.Vega, put.Vega, $"{t}: vega");
        Digits.AssertSame(call.Theta, put.Theta, $"{t}: theta");
    }, count: 1_500);

    [Fact]
    public void Inverse_values_keep_parity_in_coin() => Always.Holds(Any, t =>
        Assert.Equal(1 - t.Strike / t.Forward, t.Inverse(true).Value - t.Inverse(false).Value, 4e-16 * (1 + t.Strike / t.Forward)), count: 750);

    [Fact]
    public void Values_stay_between_the_intrinsic_value_and_the_most_that_can_be_won() => Always.Holds(Any, t =>
    {
        Assert.InRange(t.Call.Value, Math.Max(0, t.Forward - t.Strike), Math.BitIncrement(t.Forward));
        Assert.InRange(t.Put.Value, Math.Max(0, t.Strike - t.Forward), Math.BitIncrement(t.Strike));
        Assert.InRange(t.Call.Delta, 0, 1);
        Assert.InRange(t.Put.Delta, -1, 0);
        Assert.True(t.Call.Gamma >= 0 && t.Call.Vega >= 0 && t.Call.Theta <= 0);
    }, count: 1_500);

    [Fact]
    public void Values_rise_with_volatility_and_time_and_calls_with_the_forward() => Always.Holds(Any, t =>
    {
        var slack = 4e-16 * Math.Max(t.Forward, t.Strike);
        foreach (var isCall in new[] { true, false })
        {
            var value = t.Linear(isCall).Value;
            Assert.True((t with { Volatility = t.Volatility * 1.01 }).Linear(isCall).Value >= value - slack, $"{t}: volatility");
            Assert.True((t with { Time = t.Time * 1.01 }).Linear(isCall).Value >= value - slack, $"{t}: time");
        }

        var higher = t with { Forward = t.Forward * 1.001 };
        Assert.True(higher.Call.Value >= t.Call.Value - slack && higher.Put.Value <= t.Put.Value + slack, $"{t}: forward");
    }, count: 1_500);

    [Fact]
    public void A_power_of_two_scales_values_and_nothing_else() => Always.Holds(Any, t =>
    {
        var scaled = t with { Forward = 1024 * t.Forward, Strike = 1024 * t.Strike };
        var (one, many) = (t.Put, scaled.Put);
        AssertEqual(1024 * one.Value, many.Value, "value");
        AssertEqual(one.Delta, many.Delta, "delta");
        AssertEqual(one.Gamma / 1024, many.Gamma, "gamma");
        AssertEqual(1024 * one.Vega, many.Vega, "vega");
        AssertEqual(1024 * one.Theta, many.Theta, "theta");

        // Subnormal numbers have fewer digits to keep.
        void AssertEqual(double expected, double actual, string name) => Assert.True(expected == actual || Math.Abs(expected) < 1e-290, $"{t}: {name} {expected:R}, not {actual:R}");
    }, count: 750);

    [Fact]
    public void Value_is_homogeneous_in_forward_and_strike() => Always.Holds(Any.SelectMany(t => Numbers(0.001, 1_000).Select(scale => (t, scale))), c =>
        Assert.Equal(
            c.scale * c.t.Call.Value, (c.t with { Forward = c.scale * c.t.Forward, Strike = c.scale * c.t.Strike }).Call.Value, 2e-15 * c.scale * Math.Max(c.t.Forward, c.t.Strike)), count: 750);

    [Fact]
    public void A_discount_factor_multiplies_everything() => Always.Holds(Any, t =>
    {
        var (one, half) = (t.Call, Black76.Evaluate(t.Forward, t.Strike, t.Volatility, t.Time, true, SettlementKind.Linear, 0.5));
        Assert.Equal(new OptionValues(one.Value / 2, one.Delta / 2, one.Gamma / 2, one.Vega / 2, one.Theta / 2), half);
    });

    [Fact]
    public void Linear_sensitivities_are_the_slopes_of_the_value() => Always.Holds(Ordinary, t => AssertSlopes(t, t.Forward, (terms, isCall) => terms.Linear(isCall)), count: 500);

    [Fact]
    public void Inverse_sensitivities_are_the_slopes_of_the_value_in_coin() => Always.Holds(Ordinary, t => AssertSlopes(t, 1, (terms, isCall) => terms.Inverse(isCall)), count: 500);

    // Central differences of fourth order with a thousandth as the step: what is left of the series and of the rounding is below these bounds at these volatilities.
    private static void AssertSlopes(Terms t, double unit, Func<Terms, bool, OptionValues> evaluate)
    {
        foreach (var isCall in new[] { true, false })
        {
            var here = evaluate(t, isCall);
            var step = 0.001 * t.Volatility * Math.Sqrt(t.Time);
            var forward = step * t.Forward;
            AssertNear(Slope(h => evaluate(t with { Forward = t.Forward + h }, isCall).Value, forward), here.Delta, unit / t.Forward * 1e-8, "delta");
            AssertNear(Slope(h => evaluate(t with { Forward = t.Forward + h }, isCall).Delta, forward), here.Gamma, unit / t.Forward / t.Forward / step * 1e-9, "gamma");
            AssertNear(Slope(h => evaluate(t with { Volatility = t.Volatility + h }, isCall).Value, 0.001 * t.Volatility), here.Vega, unit * 1e-7, "vega");
            AssertNear(-Slope(h => evaluate(t with { Time = t.Time + h }, isCall).Value, 0.001 * t.Time), here.Theta, unit / t.Time * 1e-7, "theta");

            void AssertNear(double slope, double analytic, double bound, string name) =>
                Assert.True(Math.Abs(slope - analytic) <= bound, $"{t} {(isCall ? "call" : "put")}: {name} {analytic:R}, by differences {slope:R}");
        }
    }

    private static double Slope(Func<double, double> f, double h) => (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);

    private static Gen<double> Numbers(double from, double to) => Gen.Choose(0, 1_000_000_000).Select(part => from + (to - from) * part / 1_000_000_000);

    private sealed record Terms(double Forward, double Strike, double Volatility, double Time)
    {
        public OptionValues Call => Linear(true);

        public OptionValues Put => Linear(false);

        public OptionValues Linear(bool isCall) => Black76.Evaluate(Forward, Strike, Volatility, Time, isCall);

        public OptionValues Inverse(bool isCall) => Black76.Evaluate(Forward, Strike, Volatility, Time, isCall, SettlementKind.Inverse);
    }
}
