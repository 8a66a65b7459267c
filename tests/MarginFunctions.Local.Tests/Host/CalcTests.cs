using System.Globalization;
using System.Text.Json;
using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class CalcTests : IDisposable
{
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task The_published_cross_example_has_its_published_liquidation_price()
    {
        var pool = Assert.Single(await CalculateAsync(CalcDocuments.PublishedCross));

        var eth = pool.GetProperty("positions")[0];
        Assert.Equal(1153.26m, decimal.Round(Number(eth, "liquidationPrice"), 2));

        // 10 % of 3,683.979 × 1,335.18 less 135,365 and 2.5 % of 109.488 × 31,967.27 less 16,300.
        Assert.Equal(0.1m * 3_683.979m * 1_335.18m - 135_365 + 0.025m * 109.488m * 31_967.27m - 16_300, Number(pool, "maintenance"));
        Assert.Equal("healthy", pool.GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_isolated_position_is_liquidated_by_its_own_margin_alone()
    {
        var pools = await CalculateAsync(CalcDocuments.Isolated);

        Assert.Equal(["cross", "FLAT-PERP"], pools.Select(p => p.GetProperty("pool").GetString()));
        Assert.Equal((7m, 0m), (Number(pools[0], "equity"), Number(pools[0], "maintenance")));
        Assert.Equal((1_000m, 500m, 250m), (Number(pools[1], "equity"), Number(pools[1], "initial"), Number(pools[1], "maintenance")));
        var position = pools[1].GetProperty("positions")[0];
        Assert.Equal(49_000m / 0.995m, Number(position, "liquidationPrice"), precision: 6); // 1,000 + S − 50,000 = 0.005 S
        Assert.Equal(49_000m, Number(position, "bankruptcyPrice"));
    }

    [Fact]
    public async Task An_inverse_position_is_valued_in_coin()
    {
        var pool = Assert.Single(await CalculateAsync(CalcDocuments.Inverse));

        Assert.Equal((1_000m, 100m, 50m), (Number(pool, "equity"), Number(pool, "initial"), Number(pool, "maintenance")));
        var position = pool.GetProperty("positions")[0];
        Assert.Equal(10_050m / 0.22m, Number(position, "liquidationPrice"), precision: 6); // 0.02 S + 10,000 (S − 50,000) / 50,000 = 50
        Assert.Equal(10_000m / 0.22m, Number(position, "bankruptcyPrice"), precision: 6);
    }

    [Fact]
    public async Task A_missing_mark_is_named_and_the_other_accounts_are_margined()
    {
        var pools = await CalculateAsync(CalcDocuments.WithoutMark);

        Assert.Equal("ETH-PERP", pools[0].GetProperty("missing").GetString());
        Assert.False(pools[0].TryGetProperty("equity", out _));
        Assert.Equal("liquidating", pools[1].GetProperty("status").GetString()); // 100 of 0.4 % of 50,000
    }

    [Fact]
    public async Task The_requirement_of_a_portfolio_is_rebuilt_from_its_evidence()
    {
        var pool = Assert.Single(await CalculateAsync(CalcDocuments.Portfolio));

        var evidence = pool.GetProperty("portfolioMargin");
        var underlying = Assert.Single(evidence.GetProperty("underlyings").EnumerateArray());
        var loss = underlying.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("loss").GetDouble());
        var charges = underlying.GetProperty("charges").EnumerateArray().Sum(charge => charge.GetProperty("amount").GetDouble());
        Assert.Equal(3, underlying.GetProperty("parts").GetArrayLength());
        Assert.True(loss > 7_000);
        Assert.Equal(loss, underlying.GetProperty("loss").GetDouble(), 1e-9 * loss);

        // Deribit's maintenance margin is 0.8 of worst loss and charges.
        Assert.Equal(loss + charges, (double)Number(pool, "initial"), 1e-8);
        Assert.Equal(0.8 * (loss + charges), (double)Number(pool, "maintenance"), 1e-8);
        Assert.False(pool.TryGetProperty("scenarios", out _));
    }

    [Fact]
    public async Task A_charge_with_moves_shows_the_worst_and_parts_that_add_up_to_it()
    {
        var pool = Assert.Single(await CalculateAsync(CalcDocuments.Portfolio.Replace("deribit-cross-like", "okx-like", StringComparison.Ordinal)));

        var charges = pool.GetProperty("portfolioMargin").GetProperty("underlyings")[0].GetProperty("charges").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
        var interest = charges["interest"];
        Assert.Equal("all rates", interest.GetProperty("move").GetString());
        Assert.Equal(interest.GetProperty("amount").GetDouble(), interest.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("loss").GetDouble()), 1e-9);
        Assert.Equal(charges["liquidity"].GetProperty("cost").GetDouble(), charges["liquidity"].GetProperty("amount").GetDouble()); // in the first tier
        Assert.False(charges["basis between expiries"].TryGetProperty("move", out _));
    }

    [Fact]
    public async Task The_worst_of_the_scenarios_that_are_shown_is_the_one_in_the_evidence()
    {
        var pool = Assert.Single(await CalculateAsync(CalcDocuments.Portfolio, "--scenarios"));

        var underlying = pool.GetProperty("portfolioMargin").GetProperty("underlyings")[0];
        var losses = pool.GetProperty("scenarios").EnumerateArray().ToDictionary(s => s.GetProperty("scenario").GetString()!, s => s.GetProperty("losses").GetProperty("BTC-USD").GetDouble());
        Assert.True(losses.Count >= 27, $"{losses.Count} scenarios");
        Assert.Equal(underlying.GetProperty("scenario").GetString(), losses.MaxBy(s => s.Value).Key);
        Assert.Equal(underlying.GetProperty("loss").GetDouble(), losses.Values.Max());
    }

    public static TheoryData<string, string, string[]> BadDocuments { get; } = new()
    {
        { "is empty", "", ["not valid JSON"] },
        { "is cut short", """{ "marks": {""", ["not valid JSON"] },
        { "is an array", "[]", ["must be a JSON object"] },
        { "has no marks", """{ "accounts": [] }""", ["marks", "is required"] },
        { "has no accounts", """{ "marks": {} }""", ["accounts", "is required"] },
        { "has an unknown field", """{ "marks": {}, "accounts": [], "account": 1 }""", ["account = 1", "not a known field"] },
        { "has a mark of zero", """{ "marks": { "BTC-PERP": 0 }, "accounts": [] }""", ["marks", "BTC-PERP", "positive"] },
        { "has a mark of nothing known", """{ "marks": { "MOON": 5 }, "accounts": [] }""", ["marks.MOON", "is not priced"] },
        { "has a mark that is no number", """{ "marks": { "BTC-PERP": "NaN" }, "accounts": [] }""", ["marks.BTC-PERP = \"NaN\"", "decimal"] },
        {
            "has a wrong quantity",
            """{ "marks": {}, "accounts": [ { "accountId": "A", "positions": [ { "instrument": "BTC-PERP", "quantity": "x", "entryPrice": 1 } ] } ] }""",
            ["accounts[0].positions[0].quantity = \"x\""]
        },
        {
            "has an unknown instrument",
            """{ "marks": {}, "accounts": [ { "accountId": "A", "positions": [ { "instrument": "MOON", "quantity": 1, "entryPrice": 1 } ] } ] }""",
            ["accounts[0].positions[0].instrument = \"MOON\""]
        },
        { "has wrong parameters", """{ "parameters": { "shardCount": 3 }, "marks": {}, "accounts": [ 1 ] }""", ["parameters.shardCount = 3", "power of two"] },
        { "asks for a mode that is not there", """{ "marks": {}, "accounts": [ { "accountId": "A", "accountMode": "portfolio" } ] }""", ["accounts[0].accountMode = \"portfolio\"", "is not offered"] },
        { "has half a character", """{ "marks": {}, "accounts": [ { "accountId": "\ud800" } ] }""", ["\\ud800"] },
        { "has half a character in a mark's name", """{ "marks": { "\ud800": 1 }, "accounts": [] }""", ["\\ud800"] },
    };

    [Theory]
    [MemberData(nameof(BadDocuments))]
    public async Task A_bad_document_is_refused_with_path_and_value(string why, string document, string[] words)
    {
        await File.WriteAllTextAsync(file.Path, document);

        var refused = await LocalHost.RunAsync("calc", file.Path);

        Assert.True(refused.ExitCode == 2, $"A document that {why}: {refused}");
        refused.AssertRefused([file.Path, .. words]);
    }

    private async Task<IReadOnlyList<JsonElement>> CalculateAsync(string document, params string[] options)
    {
        await File.WriteAllTextAsync(file.Path, document);
        using var result = JsonDocument.Parse((await LocalHost.RunAsync(["calc", file.Path, .. options])).AssertDone());
        return [.. result.RootElement.GetProperty("accounts").EnumerateArray().SelectMany(a => a.GetProperty("pools").EnumerateArray()).Select(p => p.Clone())];
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
