using System.Globalization;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>What brokers say of a dozen accounts: partial and complete updates, closes, isolated positions, with collateral near what is required.</summary>
internal sealed class Brokers
{
    private static readonly (string Symbol, decimal Size, decimal Price)[] Contracts =
        [("BTC-PERP", 1m, 43_000), ("ETH-PERP", 19m, 2_300), ("BTC-INV-PERP", 430m, 43_000), ("SOL-PERP", 100m, 150)];

    /// <summary>In sizes that require as much as those above in portfolio mode, some ten times what they require in standard mode.</summary>
    private static readonly (string Symbol, decimal Size, decimal Price)[] Options =
        [("BTC-OPT-42000-P", 1m, 2_500), ("BTC-OPT-44000-C", 1m, 2_500), ("BTC-OPT-44000-P", 1m, 3_500), ("ETH-OPT-2300-C", 10m, 20)];

    private readonly Random random;
    private readonly bool hasScenarios;

    public Brokers(Random random, HoldingsReader reader, bool hasScenarios)
    {
        this.random = random;
        this.hasScenarios = hasScenarios;
        Messages = [.. Enumerable.Range(0, random.Next(3, 8)).SelectMany(Account).OrderBy(_ => random.Next())];
        Updates = [.. Messages.Select(m => StrictDocument.Read(m.Body, reader.ReadUpdate, out var update) is { Count: > 0 } problems
            ? throw new InvalidOperationException(problems[0].ToString())
            : update!)];
    }

    /// <summary>In the order they are posted, which is no order.</summary>
    public IReadOnlyList<IncomingMessage> Messages { get; }

    /// <summary>The same as facts.</summary>
    public IReadOnlyList<HoldingsUpdate> Updates { get; }

    private IEnumerable<IncomingMessage> Account(int number)
    {
        for (var sequence = 1; sequence <= random.Next(3, 10); sequence++)
        {
            var isLarge = hasScenarios && random.Next(3) != 0;
            var contracts = hasScenarios ? [.. Contracts, .. Options] : Contracts;
            var positions = contracts.Where(c => random.Next(c.Symbol == "BTC-PERP" ? 2 : 4) == 0).Select(Position).ToArray();
            var update = new JsonObject
            {
                ["accountId"] = $"A-{number}",
                ["sequence"] = sequence,
                ["asOf"] = "2026-05-19T13:00:00Z",
                ["positions"] = new JsonArray(positions),
                ["complete"] = random.Next(5) == 0,
            };
            if (random.Next(2) == 0)
            {
                update["collateral"] = new JsonArray(Holding("USDT", random.Next(50, 900) * (isLarge ? 25 : 1)), Holding("BTC", random.Next(4) == 0 ? random.Next(1, 20) / 1000m : 0));
            }

            if (hasScenarios && random.Next(2) == 0)
            {
                update["accountMode"] = random.Next(3) == 0 ? "standard" : "portfolio";
            }

            if (random.Next(4) == 0)
            {
                update["cover"] = new JsonObject
                {
                    ["reserve"] = new JsonObject { ["quantity"] = Text(random.Next(0, 200)), ["minimum"] = Text(random.Next(0, 50)) },
                    ["creditLine"] = Text(random.Next(3) == 0 ? 0 : random.Next(1, 200)),
                };
            }

            yield return Given.Message($"u-{number}-{sequence}", update.ToJsonString());
        }
    }

    private JsonNode Position((string Symbol, decimal Size, decimal Price) contract)
    {
        var quantity = random.Next(6) == 0 ? 0 : decimal.Round(contract.Size * random.Next(-20, 21) / 10, 1);
        var position = new JsonObject { ["instrument"] = contract.Symbol, ["quantity"] = Text(quantity) };
        if (quantity != 0)
        {
            position["entryPrice"] = Text(decimal.Round(contract.Price * (1 + random.Next(-30, 31) / 10_000m), 2));
            if (random.Next(3) == 0)
            {
                position["marginMode"] = "isolated";
                position["isolatedMargin"] = contract.Symbol is "BTC-INV-PERP" or "ETH-OPT-2300-C" ? Text(random.Next(2, 20) / 1000m) : Text(random.Next(100, 800));
            }
        }

        return position;
    }

    private static JsonObject Holding(string asset, decimal quantity) => new() { ["asset"] = asset, ["quantity"] = Text(quantity) };

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
