using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Tests.Coverage;

/// <summary>Accounts for reports: BTC at 60,000, ETH at 3,000, a dollar at 1; the sample's scenarios take BTC down or up by 25 %, ETH by 30 %.</summary>
internal static class Books
{
    public static MarkSet Marks { get; } = MarksWithout();

    public static MarkSet MarksWithout(params string[] symbols) => MarksOf(Given.Sample, symbols);

    public static MarkSet MarksOf(RiskParameters parameters, params string[] without) => MarkSet.Of(
        parameters,
        parameters.Symbols.Except(without).Select(symbol => KeyValuePair.Create(symbol, symbol.Split('-')[0] switch { "BTC" => 60_000m, "ETH" => 3_000m, _ => 1m })),
        ManualTime.Start);

    public static AccountState Account(string id, Position[] positions, params (string Asset, decimal Quantity)[] collateral) => new(
        id,
        new Holdings([.. positions.Select(p => new HeldPosition(p, 1))], [.. collateral.Select(c => new HeldCollateral(new CollateralHolding(c.Asset, c.Quantity), 1))], 0, 1),
        [],
        0,
        [],
        default);

    public static AccountState In(this AccountState account, params MarginStatus[] pools) => account with { Pools = [.. pools.Select((status, n) => new PoolState(n == 0 ? "cross" : $"P-{n}", status))] };

    public static CoverageReport Report(params AccountState[] accounts) => Report(Marks, fund: null, accounts);

    public static CoverageReport Report(MarkSet marks, decimal? fund, params IEnumerable<AccountState> accounts)
    {
        var tally = new CoverageTally(marks);
        foreach (var account in accounts)
        {
            tally.Add(account);
        }

        return tally.Report(fund);
    }

    /// <summary>Accounts of every kind: rich, short, bankrupt, hedged, isolated, with coins, with debts, and now and then one that the parameters do not know all of.</summary>
    public static IReadOnlyList<AccountState> Random(int seed)
    {
        var random = new Random(seed);
        string[] instruments = ["BTC-PERP", "ETH-PERP", "BTC-INV-PERP", "BTC-29MAR30", "SOL-PERP"];
        decimal Amount(int digits) => decimal.Round((decimal)Math.Pow(10, digits * random.NextDouble()), 4);
        return
        [
            .. Enumerable.Range(0, random.Next(1, 12)).Select(n =>
            {
                var positions = instruments.Where(_ => random.Next(3) == 0).Select(instrument =>
                {
                    var mark = Marks.Find(Given.Sample.FindSymbol(instrument)!.Value)!.Value;
                    var quantity = Math.Max(0.001m, decimal.Round((instrument.Contains("INV", StringComparison.Ordinal) ? Amount(6) / 100 : Amount(6) / mark), 3)) * (random.Next(2) == 0 ? 1 : -1);
                    var entry = decimal.Round(mark * (decimal)(0.7 + 0.6 * random.NextDouble()), 2);
                    return random.Next(4) == 0 ? Given.Isolated(instrument, quantity, entry, Amount(3)) : Given.Cross(instrument, quantity, entry);
                });
                return Account(
                    $"A-{seed % 1000}-{n:D2}",
                    [.. positions, .. random.Next(8) == 0 ? new[] { Given.Cross("GONE-PERP", 1, 1) } : []],
                    ("USDT", Amount(5) * (random.Next(5) == 0 ? -1 : 1)),
                    ("BTC", random.Next(2) == 0 ? 0 : decimal.Round(Amount(5) / 60_000, 4)),
                    ("USDC", random.Next(3) == 0 ? Amount(4) : 0)).In((MarginStatus)random.Next(5));
            }),
        ];
    }
}
