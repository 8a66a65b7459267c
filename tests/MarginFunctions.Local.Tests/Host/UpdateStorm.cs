using System.Globalization;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>Made-up accounts near their margin: partial and complete updates, closes, isolated positions, coins. The same seed gives the same updates.</summary>
internal sealed class UpdateStorm(Random random)
{
    /// <summary>Every symbol that the updates depend on.</summary>
    public static readonly IReadOnlyDictionary<string, decimal> Prices = new SortedDictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["BTC-INV-PERP"] = 60_000m, ["BTC-PERP"] = 60_000m, ["BTC-USD"] = 60_000m, ["ETH-PERP"] = 3_000m, ["SOL-PERP"] = 150m,
    };

    private static readonly string[] Instruments = ["BTC-INV-PERP", "BTC-PERP", "ETH-PERP", "SOL-PERP"];

    public static string AccountId(int number) => string.Create(CultureInfo.InvariantCulture, $"storm-{number:D4}");

    public IReadOnlyList<HoldingsUpdate> Create(int accounts, int sequences) =>
        [.. Enumerable.Range(0, accounts).SelectMany(_ => Enumerable.Range(1, sequences), (account, sequence) => Create(AccountId(account), sequence))];

    private HoldingsUpdate Create(string accountId, long sequence)
    {
        var positions = random.GetItems(Instruments, random.Next(4)).Distinct().Select(CreatePosition).ToList();
        var maintenance = positions.Where(p => p.Mode == MarginMode.Cross).Sum(Maintenance);
        var collateral = new List<CollateralHolding>();
        if (random.NextDouble() < 0.8)
        {
            collateral.Add(new CollateralHolding("USDT", decimal.Round(maintenance * Ratio(), 2)));
        }

        if (random.NextDouble() < 0.1)
        {
            collateral.Add(new CollateralHolding("BTC", random.Next(2) == 0 ? 0 : decimal.Round(maintenance * Ratio() / Prices["BTC-USD"], 6)));
        }

        return new HoldingsUpdate(accountId, sequence, Wire.AsOf, positions, collateral, Complete: random.NextDouble() < 0.35);
    }

    private Position CreatePosition(string instrument)
    {
        if (random.NextDouble() < 0.25)
        {
            return new Position(instrument, 0, 0);
        }

        var mark = Prices[instrument];
        var notional = LogUniform(1_000, 9_000);
        var side = random.Next(3) == 0 ? -1 : 1;
        var quantity = instrument == "BTC-INV-PERP" ? decimal.Ceiling(notional / 100) : decimal.Round(notional / mark, 4) + 0.0001m;
        var position = new Position(instrument, side * quantity, decimal.Round(mark * (0.999m + 0.002m * (decimal)random.NextDouble()), 2));
        if (random.NextDouble() >= 0.15)
        {
            return position;
        }

        var margin = Maintenance(position) * Ratio();
        return position with { Mode = MarginMode.Isolated, IsolatedMargin = decimal.Round(instrument == "BTC-INV-PERP" ? margin / mark : margin, 6) };
    }

    /// <summary>About what a position needs: all are of the first tier.</summary>
    private static decimal Maintenance(Position position) => position.Instrument switch
    {
        "BTC-INV-PERP" => Math.Abs(position.Quantity) * 100 * 0.004m,
        "SOL-PERP" => Math.Abs(position.Quantity) * Prices["SOL-PERP"] * 0.01m,
        var other => Math.Abs(position.Quantity) * Prices[other] * 0.0045m,
    };

    /// <summary>Collateral over maintenance margin: about a quarter of the accounts in each state.</summary>
    private decimal Ratio() => LogUniform(0.85, 1.8);

    private decimal LogUniform(double low, double high) => (decimal)Math.Exp(Math.Log(low) + random.NextDouble() * (Math.Log(high) - Math.Log(low)));
}
