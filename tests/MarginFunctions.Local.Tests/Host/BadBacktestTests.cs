using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class BadBacktestTests : IDisposable
{
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    public static TheoryData<string, string, string[]> BadHistories { get; } = new()
    {
        { "has a gap", Changed(DailyPrices.LineOf(30, symbol: 1), null), ["has a gap", "ETH-USD", DailyPrices.Day(30)] },
        { "has a day without any price", DailyPrices.Text(Lines().Where(l => !l.StartsWith(DailyPrices.Day(40), StringComparison.Ordinal))), ["has a gap", "BTC-USD", DailyPrices.Day(40)] },
        { "has a symbol that starts late", DailyPrices.Text(Lines().Where((l, n) => n is 0 or > 20 || !l.Contains("ETH", StringComparison.Ordinal))), ["has a gap", "ETH-USD", DailyPrices.Day(0)] },
        { "has a symbol that ends early", DailyPrices.Text(Lines().Where((l, n) => n < 100 || !l.Contains("BTC", StringComparison.Ordinal))), ["has a gap", "BTC-USD", DailyPrices.Day(50)] },
        { "is too short", DailyPrices.Text(Lines().Take(1 + 2 * 21)), ["too short", "21 prices", "price 22"] },
        { "is one moment", DailyPrices.Text(Lines().Take(3)), ["too short", "1 prices"] },
        { "goes back in time", Changed(DailyPrices.LineOf(10, 0), $"{DailyPrices.Day(8)},BTC-USD,1"), ["line 22", DailyPrices.Day(8)] },
        { "has a negative price", Changed(DailyPrices.LineOf(10, 0), $"{DailyPrices.Day(10)},BTC-USD,-5"), ["line 22", "price = -5"] },
        { "has a price of zero", Changed(DailyPrices.LineOf(10, 0), $"{DailyPrices.Day(10)},BTC-USD,0"), ["line 22", "price = 0"] },
        { "has a price that is no number", Changed(DailyPrices.LineOf(10, 0), $"{DailyPrices.Day(10)},BTC-USD,NaN"), ["line 22", "price = NaN"] },
        { "prices nothing known", "timestamp,symbol,price\n2026-01-01T00:00:00Z,MOON,1\n2026-01-02T00:00:00Z,MOON,1\n", ["prices no instrument", "MOON"] },
        { "moves beyond all amounts", Changed(DailyPrices.LineOf(30, 1), $"{DailyPrices.Day(30)},ETH-USD,0.0000000000000000000000000001"), ["leave the range of 28 digits"] },
        { "has two moments a century apart", "timestamp,symbol,price\n1926-01-01T00:00:00Z,BTC-USD,1\n2026-01-01T00:00:00Z,BTC-USD,2\n", ["has a gap", "BTC-USD", "1926-01-02T00:00:00Z"] },
        { "has a price that does not move", DailyPrices.Text(Lines().Select(l => l.Contains("ETH", StringComparison.Ordinal) ? l[..l.LastIndexOf(',')] + ",7" : l)), ["ETH-USD does not move"] },
    };

    [Theory]
    [MemberData(nameof(BadHistories))]
    public async Task A_bad_history_is_refused_by_name_and_value(string why, string csv, string[] words)
    {
        await File.WriteAllTextAsync(file.Path, csv);

        var refused = await LocalHost.RunAsync("backtest", "--prices", file.Path, "--level", "0.95");

        Assert.True(refused.ExitCode == 2, $"A history that {why}: {refused}");
        refused.AssertRefused([file.Path, .. words]);
    }

    [Theory]
    [InlineData("", "--prices")]
    [InlineData("--prices FILE.none", "FILE.none")]
    [InlineData("--prices FILE --parameters FILE.none", "FILE.none")]
    [InlineData("--prices FILE --accounts FILE.none", "FILE.none")]
    [InlineData("--prices FILE --accounts FILE", "not valid JSON")]
    [InlineData("--prices FILE --level 1", "--level = 1 is not a level")]
    [InlineData("--prices FILE --level high", "--level = high is not a level")]
    [InlineData("--prices FILE --horizon 00:00:30", "--horizon = 00:00:30 is not a time")]
    [InlineData("--prices FILE --horizon 1", "--horizon = 1 is not a time")]
    [InlineData("--prices FILE --horizon 00:07:00", "has a gap")]
    [InlineData("--prices FILE --window 0", "--window = 0 is not a whole number")]
    [InlineData("--prices FILE --warm-up many", "--warm-up = many is not a whole number")]
    [InlineData("--prices FILE --warm-up 99", "--warm-up = 99 is too short: a tail at level 0.99 needs 100 returns")]
    [InlineData("--prices FILE --window 99", "--window = 99 is shorter than the warm-up of 100 returns")]
    [InlineData("--prices FILE --notional 0", "--notional = 0 is not an amount")]
    [InlineData("--prices FILE --notional -1", "--notional")]
    [InlineData("--prices FILE --level 0.95 --html FILE.none/report.html", "FILE.none/report.html")]
    [InlineData("--prices FILE --frobnicate", "--frobnicate")]
    public async Task Wrong_options_are_refused_by_name_and_value(string options, string words)
    {
        await File.WriteAllTextAsync(file.Path, DailyPrices.Text(Lines()));
        string Named(string text) => text.Replace("FILE", file.Path, StringComparison.Ordinal);

        var refused = await LocalHost.RunAsync(["backtest", .. Named(options).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        refused.AssertRefused(Named(words));
    }

    [Theory]
    [InlineData("""{ "instrument": "SOL-PERP", "quantity": 1, "entryPrice": 1 }""", "", "SOL-PERP, of which the history has no price")]
    [InlineData("""{ "instrument": "BTC-PERP", "quantity": 1, "entryPrice": 1 }""", """{ "asset": "USDC", "quantity": 1 }""", "USDC, of which the history has no price (USDC-USD)")]
    [InlineData("""{ "instrument": "MOON", "quantity": 1, "entryPrice": 1 }""", "", "accounts[0].positions[0].instrument = \"MOON\"")]
    public async Task Accounts_that_the_history_does_not_price_are_refused_by_name(string position, string collateral, string words)
    {
        var accounts = file.Path + ".json";
        await File.WriteAllTextAsync(file.Path, DailyPrices.Text(Lines()));
        await File.WriteAllTextAsync(accounts, $$"""{ "accounts": [ { "accountId": "A-7", "positions": [ {{position}} ], "collateral": [ {{collateral}} ] } ] }""");

        var refused = await LocalHost.RunAsync("backtest", "--prices", file.Path, "--accounts", accounts);

        refused.AssertRefused(words);
    }

    private static IReadOnlyList<string> Lines() => DailyPrices.Lines(seed: 3);

    private static string Changed(int line, string? text) => DailyPrices.Text(Lines().Select((l, n) => n == line ? text : l).OfType<string>());
}
