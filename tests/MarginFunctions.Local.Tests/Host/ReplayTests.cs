using System.Globalization;
using System.Text.Json;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class ReplayTests(ReplayRuns runs) : IClassFixture<ReplayRuns>
{
    [Fact]
    public void The_same_seed_gives_the_same_summary_byte_for_byte() => Assert.Equal(runs.First, runs.Again);

    [Fact]
    public void Another_seed_gives_another_summary() => Assert.NotEqual(runs.First, runs.Other);

    [Fact]
    public void The_crash_is_seen_and_no_band_missed_a_crossing()
    {
        Assert.Equal((300, 200), (runs.Summary.GetProperty("accounts").GetInt32(), runs.Summary.GetProperty("ticks").GetInt32()));
        Assert.Equal(0, runs.Summary.GetProperty("missedCrossings").GetInt32());
        Assert.All(["accountsWarned", "accountsCalled", "accountsLiquidated", "fills"], count => Assert.True(runs.Summary.GetProperty(count).GetInt32() > 5, count));
    }

    [Fact]
    public void Margining_the_book_that_is_left_gives_the_figures_of_the_summary()
    {
        var margined = Margined();
        var pools = runs.Summary.GetProperty("pools").EnumerateArray().ToList();

        Assert.InRange(pools.Count, 300, int.MaxValue);
        Assert.Equal(pools.Count, margined.Count);
        foreach (var pool in pools)
        {
            var again = margined[(Text(pool, "accountId"), Text(pool, "pool"))];
            Assert.Equal(
                (Text(pool, "equity"), Text(pool, "initial"), Text(pool, "maintenance")),
                (Text(again, "equity"), Text(again, "initial"), Text(again, "maintenance")));
        }
    }

    [Fact]
    public void The_coverage_of_the_book_that_is_left_is_that_of_its_pools()
    {
        var coverage = runs.Summary.GetProperty("coverage");
        var pools = runs.Summary.GetProperty("pools").EnumerateArray().Select(p => (Equity: Number(p, "equity"), Maintenance: Number(p, "maintenance"))).ToList();

        Assert.Equal((300, 0), (coverage.GetProperty("accounts").GetInt32(), coverage.GetProperty("unpriced").GetProperty("accounts").GetInt32()));
        Assert.Equal(pools.Sum(p => Math.Max(0, p.Maintenance - p.Equity)), Number(coverage, "shortfalls"));
        Assert.Equal(pools.Sum(p => Math.Max(0, -p.Equity)), Number(coverage, "deficits"));
        Assert.True(Number(coverage.GetProperty("coverTwo"), "loss") > Number(coverage.GetProperty("coverOne"), "loss"));
        static decimal Number(JsonElement from, string name) => decimal.Parse(Text(from, name), CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_stored_status_is_that_of_the_figures_or_one_that_they_have_not_released()
    {
        var margined = Margined();
        var levels = AccountChecks.Parameters.Levels;
        foreach (var pool in runs.Summary.GetProperty("pools").EnumerateArray())
        {
            var again = margined[(Text(pool, "accountId"), Text(pool, "pool"))];
            var ratio = again.TryGetProperty("marginRatio", out var value) ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) : decimal.MaxValue;
            var isAllowed = (Text(pool, "status"), Text(again, "status")) switch
            {
                var (stored, now) when stored == now => true,
                ("warned", "healthy") => ratio < levels.WarningRelease,
                ("called", "warned") => ratio < levels.CallRelease,
                ("liquidating", "called" or "warned") => ratio < levels.CallRelease,
                _ => false,
            };
            Assert.True(isAllowed, $"{pool}: {again}");
        }
    }

    private Dictionary<(string Account, string Pool), JsonElement> Margined() => (
        from account in runs.Margined.GetProperty("accounts").EnumerateArray()
        from pool in account.GetProperty("pools").EnumerateArray()
        select (Key: (Text(account, "accountId"), Text(pool, "pool")), Pool: pool)).ToDictionary(p => p.Key, p => p.Pool);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
