using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Stress;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Options;

/// <summary>One future and the options on it: calls and puts at three strikes, settled in account currency (<c>BTC-</c>) and in coin (<c>BTCI-</c>).</summary>
internal static class OptionGiven
{
    private static readonly decimal[] Strikes = [50_000, 60_000, 70_000];

    public static IReadOnlyList<string> Symbols { get; } = [.. Contracts(default).Select(c => c.Symbol)];

    public static RiskParameters Parameters(DateTimeOffset expiry) => new(
        "options",
        "USDT",
        64,
        TimeSpan.FromMinutes(1),
        MarginLevels.Default,
        [new Instrument("BTC-FUT", ContractKind.Future, SettlementKind.Linear, "BTC-USD", "USDT", 1, 0.6m, expiry, Given.FivePercent)],
        [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.05m))],
        [new StressScenario("crash", -0.3m, new Dictionary<string, decimal>()), new StressScenario("rally", 0.3m, new Dictionary<string, decimal>())],
        [.. Contracts(expiry)]);

    private static IEnumerable<OptionContract> Contracts(DateTimeOffset expiry) =>
        from settlement in new[] { SettlementKind.Linear, SettlementKind.Inverse }
        from strike in Strikes
        from type in new[] { OptionType.Call, OptionType.Put }
        select new OptionContract(
            FormattableString.Invariant($"{(settlement == SettlementKind.Linear ? "BTC" : "BTCI")}-{strike}-{(type == OptionType.Call ? 'C' : 'P')}"),
            settlement,
            "BTC-USD",
            settlement == SettlementKind.Linear ? "USDT" : "BTC",
            1,
            strike,
            type,
            expiry,
            "BTC-FUT",
            "BTC-IV",
            StandardOptionMargin.Deribit);
}
