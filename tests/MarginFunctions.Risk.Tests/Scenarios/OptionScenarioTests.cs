using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

public sealed class OptionScenarioTests
{
    private const double Forward = 50_000;
    private const double Sigma = 0.6;

    private static readonly MarginScenario[] Scenarios =
    [
        new("nothing", 0, isAbsolute: false, 0), new("up", 1, isAbsolute: false, 1), new("down", -1, isAbsolute: false, -1), new("a day", 0, isAbsolute: false, 0, days: 1), new("crash", -0.66m, isAbsolute: true, 1, weight: 0.5m),
    ];

    [Theory]
    [InlineData(OptionType.Call, SettlementKind.Linear, CoinValuation.ScenarioPrice, 30.5)]
    [InlineData(OptionType.Put, SettlementKind.Linear, CoinValuation.CurrentPrice, 3)]
    [InlineData(OptionType.Call, SettlementKind.Inverse, CoinValuation.ScenarioPrice, 200)]
    [InlineData(OptionType.Put, SettlementKind.Inverse, CoinValuation.CurrentPrice, 0.25)]
    [InlineData(OptionType.Put, SettlementKind.Inverse, CoinValuation.CurrentPrice, 0)]
    public void A_short_option_loses_the_difference_of_two_values(OptionType type, SettlementKind settlement, CoinValuation coin, double days)
    {
        var model = Models.Of(Scenarios, 0.2m, coin: coin);
        var losses = Losses(model, type, settlement, Models.Now.AddDays(days), -2);
        var years = days / 365;
        for (var j = 0; j < Scenarios.Length; j++)
        {
            var factor = 1 + Scenarios[j].ForwardMove(0.2);
            var volatility = model.Volatility.Move(Sigma, model.Volatility.Scale(years), (double)Scenarios[j].Volatility);
            var after = Black76.Evaluate(Forward * factor, 52_000, volatility, Math.Max(0, years - (double)Scenarios[j].Days / 365), type == OptionType.Call, settlement).Value;
            var before = Black76.Evaluate(Forward, 52_000, Sigma, years, type == OptionType.Call, settlement).Value;

            // An inverse option's value is coin, which is worth the scenario's forward or today's.
            var expected = settlement == SettlementKind.Linear ? after - before : coin == CoinValuation.CurrentPrice ? (after - before) * Forward : after * Forward * factor - before * Forward;
            Assert.Equal(2 * expected * (double)Scenarios[j].Weight, losses[j], 1e-8);
        }

        Assert.Equal(0, losses[0]);
    }

    [Theory]
    [InlineData("at expiry", 0)]
    [InlineData("a year past it", -365)]
    public void From_expiry_on_an_option_is_what_exercise_gives(string sentence, int days)
    {
        // A call at 52,000 sold twice: worth 0 now, 60,000 − 52,000 each at +20 %.
        var losses = Losses(Models.Of(Scenarios, 0.2m), OptionType.Call, SettlementKind.Linear, Models.Now.AddDays(days), -2);
        Assert.True(Math.Abs(losses[1] - 16_000) < 1e-8 && losses[2] == 0 && losses[3] == 0, sentence);
    }

    private static IReadOnlyList<double> Losses(PortfolioMarginModel model, OptionType type, SettlementKind settlement, DateTimeOffset expiry, decimal quantity)
    {
        RiskParameters parameters = Models.Parameters([Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD")], [Models.Option("O", 52_000, type, expiry, settlement: settlement)]);
        var marks = Models.Marks(parameters, ("BTC-USD", (decimal)Forward), ("BTC-VOL", (decimal)Sigma));
        return Assert.Single(Models.Assess(Models.Pool(parameters, [("O", quantity)]), marks, model).Underlyings).Losses;
    }
}
