using System.Globalization;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Engine.Tests.Parameters;

/// <summary>
/// The array of one long S&amp;P 500 future in L. McMillan, "Options as a Strategic Investment", chapter 34 (seen 2026-11-25): 500 dollars a point, a scan range of 20 points, 10,000 dollars. The book's extreme move is
/// twice the range at 35 %; CME's own pages, and the preset, have three times at 33 %.
/// </summary>
public sealed class SpanPresetTests
{
    // The future's price does not matter; at 400 the range of 20 points is 5 %.
    private static readonly Dictionary<string, decimal> TwentyPoints = new() { ["SPX"] = 0.05m };

    private static readonly double[] Published = [0, 0, 3_330, 3_330, -3_330, -3_330, 6_670, 6_670, -6_670, -6_670, 10_000, 10_000, -10_000, -10_000, 7_000, -7_000];

    [Fact]
    public void One_long_future_needs_ten_thousand()
    {
        var requirement = Future().Assess(PortfolioMarginPresets.Load("span").With(TwentyPoints));

        Assert.Equal((10_000m, 11_000m), (requirement.Maintenance, requirement.Initial));
        Assert.Equal("13 price down 3/3, volatility up", requirement.Underlyings[0].Scenario);
        Assert.Equal(9_900, requirement.Underlyings[0].Losses[15], 1e-8); // 3·10,000·33 %
    }

    [Fact]
    public void Its_sixteen_scenarios_are_the_books()
    {
        var document = JsonNode.Parse(PortfolioMarginPresets.Document("span"))!;
        foreach (var (j, move) in new[] { (14, "2"), (15, "-2") })
        {
            (document["scenarios"]![j]!["range"], document["scenarios"]![j]!["weight"]) = (move, "0.35");
        }

        Assert.Empty(StrictDocument.Read(Given.Utf8(document.ToJsonString()), PortfolioMarginReader.Read, out var model));

        // Rounded to tens of dollars in print.
        var losses = Future().Assess(model!.With(TwentyPoints)).Underlyings[0].Losses;
        Assert.Equal(Published, losses.Select(l => Math.Round(-l / 10) * 10 + 0.0));
    }

    [Fact]
    public void A_short_option_far_out_of_the_money_needs_its_minimum()
    {
        // By hand: 0.5 % of the forward, 50 a contract of 10,000; the call at twice the price is worth nothing in any scenario.
        var call = new Venue(DateTimeOffset.UnixEpoch).Call("C", "BTC-USD", 20_000, DateTimeOffset.UnixEpoch.AddDays(10), -3, 10_000, 0.2m);
        Assert.Equal("150", call.Assess(PortfolioMarginPresets.Load("span")).Maintenance.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static Venue Future() => new Venue(default).Future("SP", "SPX", SettlementKind.Linear, 500, 1, 400);
}
