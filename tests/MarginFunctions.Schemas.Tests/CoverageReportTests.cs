using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>What the real reports say follows the schema.</summary>
public sealed class CoverageReportTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 19, 13, 0, 45, TimeSpan.Zero);

    [Fact]
    public async Task Reports_of_every_kind_pass_their_schema()
    {
        var parameters = RiskParametersFile.LoadSample();
        var marks = MarkSet.Of(parameters, [new("BTC-PERP", 60_000), new("BTC-USD", 60_000)], At);
        AccountState[] accounts =
        [
            Account("A-1001", "BTC-PERP", 1, 100), Account("A-1002", "BTC-PERP", 0.5m, 300), Account("A-1003", "ETH-PERP", 2, 0), Account("A-1004", "BTC-PERP", -0.3m, -500), Account("A-1005", "BTC-PERP", 0.1m, 50_000),
        ];

        List<SchemaDocument> reports = [.. from fund in new decimal?[] { null, 0, 1_000.00000001m, 10_000_000 } from count in new[] { 0, 1, accounts.Length } select Document(marks, fund, accounts.Take(count))];

        Assert.Equal(reports.Select(_ => (string?)null), await SchemaValidator.ValidateAsync(reports));
        Assert.Contains(reports, r => r.Json.Contains("\"fundToDeficits\":", StringComparison.Ordinal) && r.Json.Contains("\"missing\":\"ETH-PERP\"", StringComparison.Ordinal));
    }

    private static SchemaDocument Document(MarkSet marks, decimal? fund, IEnumerable<AccountState> accounts)
    {
        var tally = new CoverageTally(marks);
        foreach (var account in accounts)
        {
            tally.Add(account);
        }

        var json = JsonSerializer.Serialize(tally.Report(fund), EngineJson.Default.CoverageReport);
        return new SchemaDocument("coverage-report", json, json);
    }

    private static AccountState Account(string id, string instrument, decimal quantity, decimal usdt) => new(
        id,
        new Holdings([new HeldPosition(new Position(instrument, quantity, 60_000), 1)], [new HeldCollateral(new CollateralHolding("USDT", usdt), 1)], 0, 1),
        [new PoolState("cross", MarginStatus.Called)],
        0,
        [],
        default);
}
