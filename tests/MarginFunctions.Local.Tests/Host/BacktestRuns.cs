using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Parameters;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>One history backtested twice, and once with another future; portfolio margin is that of a preset.</summary>
public sealed class BacktestRuns : IAsyncLifetime
{
    /// <summary>From this day on the other history is another.</summary>
    internal const int Changed = 70;

    private const string Accounts = """
        { "marks": { "BTC-PERP": 1 }, "accounts": [ { "accountId": "A:1@x", "positions": [
            { "instrument": "BTC-PERP", "quantity": "2", "entryPrice": "60000" },
            { "instrument": "ETH-INV-PERP", "quantity": "-50", "entryPrice": "3000", "marginMode": "isolated", "isolatedMargin": "1" } ],
          "collateral": [ { "asset": "ETH", "quantity": "10" }, { "asset": "USDT", "quantity": "5" } ] } ] }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-");

    internal string Output { get; private set; } = "";

    internal string Html { get; private set; } = "";

    internal JsonElement Report { get; private set; }

    internal IReadOnlyList<string[]> Series { get; private set; } = [];

    internal IReadOnlyList<string[]> OtherSeries { get; private set; } = [];

    internal bool IsRepeatable { get; private set; }

    public async Task InitializeAsync()
    {
        var prices = PathOf("a <b>&'\".csv");
        await File.WriteAllTextAsync(prices, DailyPrices.Text(DailyPrices.Lines(seed: 3)));
        await File.WriteAllTextAsync(PathOf("other.csv"), DailyPrices.Text(DailyPrices.Lines(seed: 3, Changed)));
        await File.WriteAllTextAsync(PathOf("accounts.json"), Accounts);
        var parameters = JsonNode.Parse(RiskParametersFile.SampleDocument())!;
        parameters["portfolioMargin"] = new JsonObject { ["preset"] = "deribit-like" };
        await File.WriteAllTextAsync(PathOf("parameters.json"), parameters.ToJsonString());
        var runs = await Task.WhenAll(RunAsync(prices, "first"), RunAsync(prices, "again"), RunAsync(PathOf("other.csv"), "other"));
        Output = runs[0];
        Html = await ReadAsync("first.html");
        Report = JsonDocument.Parse(await ReadAsync("first.json")).RootElement.Clone();
        Series = Rows(await ReadAsync("first.out.csv"));
        OtherSeries = Rows(await ReadAsync("other.out.csv"));
        IsRepeatable = runs[0] == runs[1] && await ReadAsync("again.html") == Html && await ReadAsync("again.json") == await ReadAsync("first.json")
            && await ReadAsync("again.out.csv") == await ReadAsync("first.out.csv");
    }

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static List<string[]> Rows(string csv) => [.. csv.TrimEnd().Split('\n').Skip(1).Select(line => line.Split(','))];

    private async Task<string> RunAsync(string prices, string name) => (await LocalHost.RunAsync(
        "backtest", "--prices", prices, "--parameters", PathOf("parameters.json"), "--accounts", PathOf("accounts.json"), "--level", "0.95", "--window", "40",
        "--html", PathOf($"{name}.html"), "--json", PathOf($"{name}.json"), "--series", PathOf($"{name}.out.csv"))).AssertDone();

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(PathOf(name));

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
