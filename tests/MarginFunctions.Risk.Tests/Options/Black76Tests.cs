using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Tests.Numerics;

namespace MarginFunctions.Risk.Tests.Options;

public sealed class Black76Tests
{
    // The discount factors are e^(−0.10·0.75), e^(−0.09·4/12) and 1.
    [Theory]
    [InlineData("E. G. Haug, Option pricing formulas, McGraw-Hill 1998, pp. 2-8, as in QuantLib's test-suite/europeanoption.cpp: put", 19, 19, 0.28, 0.75, false, 0.9277434863285529, 1.7011)]
    [InlineData("the same: call", 19, 19, 0.28, 0.75, true, 0.9277434863285529, 1.7011)]
    [InlineData("MathWorks, Financial Toolbox, blkprice, example: call", 20, 20, 0.25, 4.0 / 12, true, 0.9704455335485082, 1.1166)]
    [InlineData("the same: put", 20, 20, 0.25, 4.0 / 12, false, 0.9704455335485082, 1.1166)]
    public void Published_values_are_met_to_their_last_place(string source, double forward, double strike, double volatility, double time, bool isCall, double discountFactor, double value)
    {
        var actual = Black76.Evaluate(forward, strike, volatility, time, isCall, SettlementKind.Linear, discountFactor).Value;
        Assert.True(Math.Abs(actual - value) <= 0.00005, $"{source}: {value}, not {actual}");
    }

    // mpmath 1.3.0 at 300 bits, each number rounded once to double; linear, then inverse.
    private static readonly (double Forward, double Strike, double Volatility, double Time, bool IsCall, OptionValues Linear, OptionValues Inverse)[] References =
    [
        (43120.5, 45000.0, 0.62, 0.0821917808219178, true, new(2269.715720402663, 0.43992863939359333, 5.14587660527221e-05, 4875.8128066278805, -18389.940635664825), new(0.052636581681628526, 8.981622609013458e-06, 7.76788785721297e-10, 0.11307412498992082, -0.4264779080869847)),
        (43120.5, 45000.0, 0.62, 0.0821917808219178, false, new(4149.215720402663, -0.5600713606064067, 5.14587660527221e-05, 4875.8128066278805, -18389.940635664825), new(0.09622373860235069, -1.5220025259650454e-05, 1.8993011809237603e-09, 0.11307412498992082, -0.4264779080869847)),
        (43120.5, 30000.0, 0.85, 0.25, true, new(14767.974965442836, 0.8568220215851913, 1.2331373394626678e-05, 4872.344177802777, -8282.985102264722), new(0.34248153350361976, 1.1927980614361418e-05, -2.672647078326123e-10, 0.11299368462338744, -0.19208926385975864)),
        (43120.5, 30000.0, 0.85, 0.25, false, new(1647.4749654428358, -0.1431779784148087, 1.2331373394626678e-05, 4872.344177802777, -8282.985102264722), new(0.0382063047841012, -4.2064512980811886e-06, 4.8107688896903e-10, 0.11299368462338744, -0.19208926385975864)),
        (3050.25, 3050.25, 0.7, 0.0027397260273972603, true, new(44.58336220511931, 0.5073081488738823, 0.003569029552601555, 63.68339255985101, -8135.553399520965), new(0.014616297747764712, 0.0001615250720846218, 1.0641683168370826e-06, 0.020878089520482257, -2.667175936241608)),
        (100.0, 250.0, 0.3, 0.5, true, new(5.521396579731425e-05, 1.2579425557570744e-05, 2.6266393276357186e-06, 0.003939958991453578, -0.0011819876974360733), new(5.521396579731425e-07, 1.20272858995976e-07, 2.3860936096437666e-08, 3.939958991453578e-05, -1.1819876974360733e-05)),
        (100.0, 40.0, 0.3, 0.5, false, new(2.2085586318925698e-05, -4.81091435983904e-06, 1.0506557310542874e-06, 0.0015759835965814312, -0.0004727950789744293), new(2.20855863189257e-07, -5.031770223028298e-08, 1.1512911355148534e-08, 1.5759835965814312e-05, -4.727950789744293e-06)),
        (100.0, 100.0, 3.0, 2.0, false, new(96.61051464753108, -0.016947426762344637, 9.910857435302448e-05, 5.946514461181469, -4.4598858458861015), new(0.9661051464753108, -0.009830525732376553, 0.00019760160039106132, 0.05946514461181469, -0.04459885845886102)),
        (100.0, 1000.0, 0.1, 0.25, true, new(0.0, 0.0, 0.0, 0.0, -0.0), new(0.0, 0.0, 0.0, 0.0, -0.0)),
        (1.234e-05, 1.5e-05, 1.5, 0.04, true, new(6.29522550987341e-07, 0.30829796076958027, 95069.00493281921, 8.686013860528804e-07, -1.6286275988491507e-05), new(0.0510147934349547, 20849.52733667954, 4324955450.523511, 0.07038909125225935, -1.3197954609798628)),
    ];

    [Fact]
    public void References_are_met_near_and_far_from_the_strike() => Assert.All(References, r =>
    {
        AssertNear(r.Linear, Black76.Evaluate(r.Forward, r.Strike, r.Volatility, r.Time, r.IsCall), 1);
        AssertNear(r.Inverse, Black76.Evaluate(r.Forward, r.Strike, r.Volatility, r.Time, r.IsCall, SettlementKind.Inverse), r.Forward);

        void AssertNear(OptionValues expected, OptionValues actual, double unit)
        {
            var greatest = Math.Max(r.Forward, r.Strike) / unit;
            Assert.Equal(expected.Value, actual.Value, greatest * 1e-15);
            Assert.Equal(expected.Delta, actual.Delta, unit == 1 ? 1e-15 : 1e-15 * greatest / unit);
            Assert.Equal(expected.Gamma, actual.Gamma, Math.Abs(r.Linear.Gamma / unit) * 1e-12 + (unit == 1 ? 0 : 1e-14 * greatest / (unit * unit)));
            Assert.Equal(expected.Vega, actual.Vega, expected.Vega * 1e-13);
            Assert.Equal(expected.Theta, actual.Theta, -expected.Theta * 1e-13);
        }
    });

    [Theory]
    [InlineData("a call in the money is worth the difference and moves with the forward", 110, 100, true, 10, 1)]
    [InlineData("a call out of the money is worth nothing", 90, 100, true, 0, 0)]
    [InlineData("a put in the money moves against the forward", 90, 100, false, 10, -1)]
    [InlineData("a put out of the money is worth nothing", 110, 100, false, 0, 0)]
    [InlineData("a call at the kink moves half as much", 100, 100, true, 0, 0.5)]
    [InlineData("a put at the kink moves half as much the other way", 100, 100, false, 0, -0.5)]
    [InlineData("just above the kink is above it", 100.00000000000001, 100, true, 1.4210854715202004e-14, 1)]
    public void At_expiry_and_at_zero_volatility_only_the_intrinsic_value_is_left(string case_, double forward, double strike, bool isCall, double value, double delta)
    {
        foreach (var (volatility, time) in new[] { (0.6, 0.0), (0.0, 0.0), (1e-160, 1e-300) })
        {
            var end = Black76.Evaluate(forward, strike, volatility, time, isCall);
            Assert.True(end.Value == value && end.Delta == delta && end.Gamma == 0 && end.Theta == 0, $"{case_}: {end}");
            Assert.InRange(end.Vega, 0, 1e-140);
        }

        var still = Black76.Evaluate(forward, strike, 0, 0.25, isCall);
        Assert.True(still.Value == value && still.Delta == delta && still.Gamma == 0 && still.Theta == 0, $"{case_}: {still}");
        Digits.AssertWithin(2, forward == strike ? 100 * 0.5 * 0.3989422804014327 : 0, still.Vega, $"{case_}: vega F·√T·n(0) at the kink, else 0");
    }

    [Theory]
    [InlineData("a call far out of the money", 1, 1e150, true, 0, 0)]
    [InlineData("a put far out of the money", 1e150, 1, false, 0, 0)]
    [InlineData("a call far in the money", 1e150, 1, true, 1e150, 1)]
    [InlineData("a put far in the money", 1, 1e150, false, 1e150, -1)]
    public void Far_from_the_strike_there_is_no_time_value(string case_, double forward, double strike, bool isCall, double value, double delta)
    {
        var far = Black76.Evaluate(forward, strike, 0.8, 0.5, isCall);
        Assert.True(far == new OptionValues(value, delta, 0, 0, 0) || (far.Value == value && far.Delta == delta && far.Gamma == 0 && far.Vega == 0 && far.Theta == 0), $"{case_}: {far}");
    }

    [Fact]
    public void As_volatility_grows_a_call_becomes_the_forward_and_a_put_the_strike()
    {
        var (call, put) = (Black76.Evaluate(100, 120, 1e6, 4, true), Black76.Evaluate(100, 120, 1e6, 4, false));
        Assert.Equal((100, 1), (call.Value, call.Delta));
        Assert.Equal((120, 0), (put.Value, put.Delta));
        Assert.Equal((100.0, 120.0), (Black76.Evaluate(100, 120, 1e300, 1e300, true).Value, Black76.Evaluate(100, 120, 1e300, 1e300, false).Value));
    }

    [Theory]
    [InlineData("forward", double.NaN, 100, 0.5, 1, 1, "The option has forward NaN; a forward is a price from 2⁻⁵⁰⁰ to 2⁵⁰⁰.")]
    [InlineData("forward", 0, 100, 0.5, 1, 1, "The option has forward 0; a forward is a price from 2⁻⁵⁰⁰ to 2⁵⁰⁰.")]
    [InlineData("forward", double.PositiveInfinity, 100, 0.5, 1, 1, "The option has forward Infinity; a forward is a price from 2⁻⁵⁰⁰ to 2⁵⁰⁰.")]
    [InlineData("strike", 100, -1, 0.5, 1, 1, "The option has strike -1; a strike is a price from 2⁻⁵⁰⁰ to 2⁵⁰⁰.")]
    [InlineData("volatility", 100, 100, -0.2, 1, 1, "The option has volatility -0.2; a volatility is finite and not negative.")]
    [InlineData("volatility", 100, 100, double.PositiveInfinity, 1, 1, "The option has volatility Infinity; a volatility is finite and not negative.")]
    [InlineData("time", 100, 100, 0.5, -0.001, 1, "The option has time -0.001; a time to expiry is finite and not negative.")]
    [InlineData("time", 100, 100, 0.5, double.NaN, 1, "The option has time NaN; a time to expiry is finite and not negative.")]
    [InlineData("discountFactor", 100, 100, 0.5, 1, 0, "The option has discountFactor 0; a discount factor is finite and positive.")]
    public void A_number_out_of_range_is_refused_by_name_and_value(
        string name, double forward, double strike, double volatility, double time, double discountFactor, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(name, () => Black76.Evaluate(forward, strike, volatility, time, true, SettlementKind.Linear, discountFactor));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_settlement_that_is_neither_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("settlement", () => Black76.Evaluate(100, 100, 0.5, 1, true, (SettlementKind)7));
}
