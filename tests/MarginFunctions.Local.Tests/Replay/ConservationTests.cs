using MarginFunctions.Local.Commands;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Tests.Cascade;
using MarginFunctions.Local.Tests.Venue;
using MarginFunctions.Local.Venue;
using Xunit;

namespace MarginFunctions.Local.Tests.Replay;

public sealed class ConservationTests
{
    [Theory]
    [InlineData("a fund that is soon exhausted, then winners' positions", "deleveraging")]
    [InlineData("a fund that is soon exhausted, then winners' profits", "mutualisation")]
    [InlineData("no fund", null)]
    public async Task All_books_together_neither_gain_nor_lose(string what, string? allocation)
    {
        var parameters = VenueStage.Changed(document =>
        {
            document["shardCount"] = 1;
            document.Remove("fund");
            if (allocation is not null)
            {
                document["fund"] = new System.Text.Json.Nodes.JsonObject { ["initial"] = "10", ["lossAllocation"] = allocation };
            }
        });

        var run = await CascadeStage.RunAsync(parameters, new VenueSettings(500_000m, 0.1m, 0.8m));

        Assert.True(run.Summary.IsConserved, $"{what}: {string.Join(", ", run.Summary.Conservation)}");
        Assert.Contains(run.Summary.Conservation, total => total.Asset == "USDT" && total.Before > 0);
        Assert.True(allocation is null || run.Summary.Outcome.CoverPaid > 10, $"{what}: the fund was not exhausted by {run.Summary.Outcome.CoverPaid}.");
        Assert.Equal(0, ReplayReport.Print(run.Summary, []));

        // The least that can be wrong ends the command with a failure.
        Assert.Equal(1, ReplayReport.Print(run.Summary with { Conservation = [.. run.Summary.Conservation, new AssetTotal("X", 1, 1.00000001m)] }, [1.5]));
    }

    [Fact]
    public async Task Parameters_without_liquidation_cover_and_fund_close_everything_at_the_market()
    {
        var parameters = VenueStage.Changed(document =>
        {
            document["shardCount"] = 1;
            document.Remove("fund");
            document.Remove("cover");
            document.Remove("liquidation");
        });

        var run = await CascadeStage.RunAsync(parameters, VenueSettings.Default);

        Assert.True(run.Summary.IsConserved);
        Assert.All(run.Fills, fill => Assert.Equal("closeEverything", fill.Order.Job.Scope));
        Assert.NotEmpty(run.Fills);
        Assert.Equal((0m, 0, 0), (run.Summary.Outcome.Fees, run.Summary.Outcome.CuredByReserve, run.Summary.Outcome.CuredByPartialLiquidation));
    }
}
