using System.Text.Json.Nodes;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Dynamic;

public sealed class DynamicMarginReaderTests
{
    [Theory]
    [InlineData("halfLife", "\"00:00:59\"", "dynamicMargin.halfLife = \"00:00:59\": must lie between 00:01:00 and 3650.00:00:00")]
    [InlineData("halfLife", null, "dynamicMargin.halfLife: is required")]
    [InlineData("horizon", "\"31.00:00:00\"", "dynamicMargin.horizon = \"31.00:00:00\": must lie between 00:01:00 and 30.00:00:00")]
    [InlineData("horizon", "\"soon\"", "dynamicMargin.horizon = \"soon\": must be a time span such as \"01:30:00\"")]
    [InlineData("multiplier", "\"0\"", "dynamicMargin.multiplier = \"0\": must be positive and at most 20")]
    [InlineData("multiplier", null, "dynamicMargin.multiplier: is required, or confidence in its place")]
    [InlineData("confidence", "\"0.99\"", "dynamicMargin.multiplier = \"3\": must not stand beside confidence")]
    [InlineData("stepPerHour", "0", "dynamicMargin.stepPerHour = 0: must lie between 0.0001 and 1")]
    [InlineData("stressWeight", "\"1.01\"", "dynamicMargin.stressWeight = \"1.01\": must lie between 0 and 1")]
    [InlineData("longestStep", "\"1.00:00:01\"", "dynamicMargin.longestStep = \"1.00:00:01\": must lie between 00:01:00 and 1.00:00:00")]
    [InlineData("sampling", "\"00:00:00\"", "dynamicMargin.sampling = \"00:00:00\": must lie between 00:00:01 and 1.00:00:00")]
    [InlineData("sampling", "\"07:00:00\"", "dynamicMargin.sampling = \"07:00:00\": must not be above halfLife (06:00:00)")]
    [InlineData("maximumMarkAge", "\"8.00:00:00\"", "dynamicMargin.maximumMarkAge = \"8.00:00:00\": must lie between 00:00:01 and 7.00:00:00")]
    [InlineData("smoothing", "1", "dynamicMargin.smoothing = 1: is not a known field")]
    [InlineData("underlyings", "[]", "dynamicMargin.underlyings = []: must name at least one underlying")]
    [InlineData("underlyings/0/underlying", "\"XRP-EUR\"", "dynamicMargin.underlyings[0].underlying = \"XRP-EUR\": is not the underlying of any contract")]
    [InlineData("underlyings/0/underlying", "\"BTC-USD\"", "dynamicMargin.underlyings[].underlying: names BTC-USD twice")]
    [InlineData("underlyings/0/floor", "\"0\"", "dynamicMargin.underlyings[0].floor = \"0\": must be above 0 and below 1")]
    [InlineData("underlyings/0/cap", "\"1\"", "dynamicMargin.underlyings[0].cap = \"1\": must be above 0 and below 1")]
    [InlineData("underlyings/0/cap", "\"0.09\"", "dynamicMargin.underlyings[0].cap = \"0.09\": must not be below floor (0.10)")]
    [InlineData("underlyings/0/start", "\"0.46\"", "dynamicMargin.underlyings[0].start = \"0.46\": must lie from floor (0.10) to cap (0.45)")]
    [InlineData("underlyings/0/start", null, "dynamicMargin.underlyings[0].start: is required: there is no portfolioMargin whose range it could be")]
    [InlineData("underlyings/0/stressedVolatility", "\"-1\"", "dynamicMargin.underlyings[0].stressedVolatility = \"-1\": must be positive and at most 100")]
    [InlineData("underlyings/0/stressedVolatility", null, "dynamicMargin.underlyings[0].stressedVolatility: is required, or stressedPeriod in its place")]
    [InlineData("underlyings/0/stressedPeriod", """{"name":"x","interval":"1.00:00:00","prices":[1,2]}""", "dynamicMargin.underlyings[0].stressedVolatility = \"1.5\": must not stand beside stressedPeriod")]
    public void A_problem_is_named_with_path_and_value(string path, string? value, string line)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Dynamics.With(section => Put(section, path, value)));

        Assert.Contains(line, failure.Message.Split(Environment.NewLine).Select(l => l.Trim()));
    }

    [Theory]
    [InlineData("""{"name":"March 2020","interval":"1.00:00:00","prices":[100]}""", "prices = [100]: must be an array of 2 to 10000 numbers")]
    [InlineData("""{"name":"March 2020","interval":"1.00:00:00","prices":[100,"x"]}""", "prices[1] = \"x\": must be a decimal number")]
    [InlineData("""{"name":"March 2020","interval":"1.00:00:00","prices":[100,-1]}""", "prices = [100,-1]: Price 1 of the stressed period March 2020 is -1; a price is positive.")]
    [InlineData("""{"name":"March 2020","interval":"1.00:00:00","prices":[100,100]}""", "prices = [100,100]: The prices of the stressed period March 2020 do not move.")]
    [InlineData("""{"name":"March 2020","interval":"00:00:00","prices":[100,101]}""", "interval = \"00:00:00\": must lie between 00:00:01 and 30.00:00:00")]
    public void A_stressed_period_that_says_nothing_is_refused(string period, string words)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Dynamics.With(section => Stressed(section, period)));

        Assert.Contains($"dynamicMargin.underlyings[0].stressedPeriod.{words}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_section_ranges_are_the_models_own() => Assert.Null(Given.Sample.DynamicMargin);

    [Fact]
    public void What_is_absent_has_its_default()
    {
        var policy = Dynamics.Parameters.DynamicMargin!;

        Assert.Equal((0.25, 3.0), (policy.StressWeight, policy.Multiplier));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)), (policy.LongestStep, policy.Sampling, policy.MaximumMarkAge));
        Assert.Equal(["BTC-USD", "ETH-USD"], policy.Underlyings.Select(u => u.Underlying));
    }

    [Fact]
    public void A_confidence_and_a_stressed_period_stand_for_their_numbers()
    {
        var policy = Dynamics.With(section =>
        {
            section.Remove("multiplier");
            section["confidence"] = "0.99";
            Stressed(section, """{"name":"March 2020","interval":"1.00:00:00","prices":["100","110","100"]}""");
        }).DynamicMargin!;

        Assert.Equal(2.3263478740408408, policy.Multiplier, 1e-14);
        Assert.Equal(Math.Log(1.1) * Math.Sqrt(365), policy.Find("ETH-USD")!.StressedVolatility, 1e-12);
    }

    [Fact]
    public void A_start_that_is_absent_is_the_range_of_the_portfolio_margin_model()
    {
        var parameters = Given.SampleWith(d =>
        {
            d["portfolioMargin"] = JsonNode.Parse("""{"preset":"deribit-like"}""");
            d["dynamicMargin"] = JsonNode.Parse(Dynamics.Section);
            d["dynamicMargin"]!["underlyings"]![0]!.AsObject().Remove("start");
        });

        Assert.Equal(parameters.PortfolioMargin!.RangeOf("ETH-USD"), parameters.DynamicMargin!.Find("ETH-USD")!.Start);
    }

    private static void Stressed(JsonObject section, string period)
    {
        Put(section, "underlyings/0/stressedVolatility", null);
        Put(section, "underlyings/0/stressedPeriod", period);
    }

    private static void Put(JsonNode node, string path, string? value)
    {
        var names = path.Split('/');
        foreach (var name in names[..^1])
        {
            node = int.TryParse(name, out var index) ? node[index]! : node[name]!;
        }

        if (value is null)
        {
            node.AsObject().Remove(names[^1]);
        }
        else
        {
            node[names[^1]] = JsonNode.Parse(value);
        }
    }
}
