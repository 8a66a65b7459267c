using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>What one option is said to do over a box, against the option itself at points of the box.</summary>
public sealed class OptionCurvesTests
{
    private static readonly RiskParameters Parameters = Given.Parameters([Given.Linear("F", Given.FivePercent, "F"), Given.Linear("V", Given.FivePercent, "V")], []);

    [Fact]
    public void Values_deltas_and_vegas_inside_a_box_are_inside_their_bounds() => Always.HoldsForSeeds(seed =>
    {
        var random = new Random(seed);
        var marks = Given.Marks(Parameters, ("F", (decimal)Math.Pow(10, 4 * random.NextDouble())), ("V", (decimal)(0.05 + 2 * random.NextDouble())));
        int[] symbols = [Parameters.FindSymbol("F")!.Value, Parameters.FindSymbol("V")!.Value];
        var box = new MarkBox(symbols, marks);
        for (var mark = 0; mark < 2; mark++)
        {
            box.Reach(mark, isUp: false, 1 + Math.Pow(10, -4 * random.NextDouble()));
            box.Reach(mark, isUp: true, 1 + Math.Pow(10, -4 * random.NextDouble()));
        }

        var years = random.Next(8) == 0 ? 0 : Math.Pow(10, -4 * random.NextDouble());
        var forward = box.Today[0];
        var strike = random.Next(4) == 0 ? forward : forward * Math.Exp(3 * box.Today[1] * Math.Sqrt(years) * (2 * random.NextDouble() - 1));
        var isCall = random.Next(2) == 0;
        var curves = new OptionCurves(OptionColumns.Today(years), 0, 1, strike, isCall, box);
        curves.Update(box);
        var now = Value(forward, box.Today[1]);
        for (var i = 0; i < 40; i++)
        {
            var part = i / 39d;
            var at = Value(Math.Clamp(forward + part * (box.High[0] - forward), box.Low[0], box.High[0]), box.Today[1]);
            Inside(at.Value - now.Value, curves.Up(0), part, forward);
            at = Value(Math.Clamp(forward + part * (box.Low[0] - forward), box.Low[0], box.High[0]), box.Today[1]);
            Inside(at.Value - now.Value, curves.Down(0), part, forward);

            var any = Value(box.Low[0] + random.NextDouble() * (box.High[0] - box.Low[0]), box.Low[1] + part * (box.High[1] - box.Low[1]));
            var (leastVega, mostVega) = curves.Vega(0);
            Assert.InRange(any.Vega, leastVega * (1 - 1e-9) - 1e-12 * forward, mostVega * (1 + 1e-9) + 1e-12 * forward);
            Assert.InRange(any.Delta, curves.Delta.Least - 1e-9, curves.Delta.Most + 1e-9);
            any = Value(box.Low[0], box.Low[1] + part * (box.High[1] - box.Low[1]));
            Assert.InRange(any.Vega, leastVega * (1 - 1e-9) - 1e-12 * forward, mostVega * (1 + 1e-9) + 1e-12 * forward);
            Assert.InRange(any.Delta, curves.Delta.Least - 1e-9, curves.Delta.Most + 1e-9);
        }

        OptionValues Value(double price, double volatility) => Black76.Evaluate(price, strike, volatility, years, isCall);
    }, count: 4_000);

    private static void Inside(double change, in SideChange side, double part, double scale)
    {
        Assert.InRange(change, part * side.Low - 1e-12 * scale, part * side.High + 1e-12 * scale);
        Assert.InRange(change, part * side.Change - side.Under - 1e-12 * scale, part * side.Change + side.Over + 1e-12 * scale);
    }
}
