using System.Text.Json;
using MarginFunctions.Samples.Tests.Support;

namespace MarginFunctions.Samples.Tests;

public sealed class MarginCallTests(LocalServer server) : IClassFixture<LocalServer>
{
    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task A_run_leads_into_a_margin_call_and_meets_it(string language)
    {
        var run = await Sample.In(language).RunAsync(server.Address);

        run.AssertDone();
        Assert.Collection(
            run.Lines.Where(line => line.Contains(run.Account, StringComparison.Ordinal)),
            line => Assert.Equal($"account {run.Account} at {server.Address}", line),
            line =>
            {
                Assert.StartsWith($"called: account {run.Account}, pool cross, ", line, StringComparison.Ordinal);
                Assert.Contains(" equity 450 USDT, maintenance margin 400 USDT; add 50 USDT by ", line, StringComparison.Ordinal);
                Assert.True(DateTimeOffset.TryParse(line.Split(' ')[^1], out _), line);
            },
            line => Assert.Equal($"met: account {run.Account}, pool cross, equity 500 USDT, maintenance margin 400 USDT", line));
        await AssertAccountAsync(run.Account, "warned", collateral: "500", sequence: 2);
    }

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task The_news_of_another_account_are_shown_and_passed_over(string language)
    {
        var other = $"other-{language}";
        await server.PostAsync("price-updates", JsonSerializer.Serialize(new
        {
            source = "test",
            asOf = TimeProvider.System.GetUtcNow(),
            prices = new[] { new { symbol = "BTC-PERP", price = "60000" } },
        }));
        await server.PostAsync("position-updates", JsonSerializer.Serialize(new
        {
            accountId = other,
            sequence = 1,
            asOf = TimeProvider.System.GetUtcNow(),
            positions = new[] { new { instrument = "BTC-PERP", quantity = "3", entryPrice = "60000" } },
            collateral = new[] { new { asset = "USDT", quantity = "1000" } },
        }));

        // Until its call is on the topic, the sample's own events may come first.
        await server.WaitForEventAsync();
        var run = await Sample.In(language).RunAsync(server.Address);

        run.AssertDone();
        Assert.NotEqual(other, run.Account);
        Assert.Contains(run.Lines, line => line.StartsWith($"Not ours: called: account {other}, ", StringComparison.Ordinal));
        await AssertAccountAsync(other, "called", collateral: "1000", sequence: 1);
    }

    private async Task AssertAccountAsync(string account, string status, string collateral, long sequence)
    {
        var found = Assert.NotNull(await server.FindAccountAsync(account));
        var holdings = found.GetProperty("holdings");
        var row = Assert.Single(holdings.GetProperty("collateral").EnumerateArray());
        var pool = Assert.Single(found.GetProperty("pools").EnumerateArray());
        Assert.Equal(sequence, holdings.GetProperty("lastSequence").GetInt64());
        Assert.Equal(collateral, row.GetProperty("holding").GetProperty("quantity").GetString());
        Assert.Equal(status, pool.GetProperty("status").GetString());
    }
}
