using MarginFunctions.Engine.Messages;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Portfolios;
using Xunit;
using static MarginFunctions.Local.Tests.Venue.VenueStage;

namespace MarginFunctions.Local.Tests.Venue;

/// <summary>What holds of any jobs in any order: random orders of random accounts through a random walk, with cancellations, repeats and expiry.</summary>
public sealed class VenueProperties
{
    private const int Accounts = 6;
    private const int Minutes = 40;

    private static readonly string[] Names = ["BTC-PERP", "BTC-INV-PERP", "ETH-PERP"];

    [Fact]
    public void Money_is_conserved_limits_hold_and_no_order_goes_too_far()
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Random(seed);
            var stage = new VenueStage(
                new VenueSettings(random.Next(20_000, 300_000), random.Next(0, 20) / 100m, random.Next(0, 11) / 10m), Enumerable.Range(0, Accounts).Select(n => RandomAccount(random, $"A{n}")));
            var (btc, eth) = (50_000m, 2_000m);
            var number = 0;
            for (var minute = 0; minute < Minutes; minute++)
            {
                btc *= 1 + (decimal)(random.NextDouble() - 0.52) / 20;
                eth *= 1 + (decimal)(random.NextDouble() - 0.52) / 20;
                stage.Quote(decimal.Round(btc, 2), decimal.Round(eth, 2));
                for (var jobs = random.Next(3); jobs > 0; jobs--)
                {
                    stage.Venue.Accept(RandomJob(random, stage, ++number, minute));
                }

                Check(seed, stage, minute);
            }
        }
    }

    private static void Check(int seed, VenueStage stage, int minute)
    {
        var depth = new Dictionary<string, decimal>();
        var before = stage.Broker.Accounts.Values.ToDictionary(a => a.AccountId, a => a.Portfolio);
        foreach (var fill in stage.Trade(minute))
        {
            var (order, job) = (fill.Order.Order, fill.Order.Job);
            var what = $"seed {seed}, minute {minute}: {job.JobId} {order} filled {fill.Quantity} at {fill.Price}";
            Assert.True(fill.Quantity > 0 && fill.Filled <= order.Quantity, what);
            Assert.True(order.LimitPrice is not { } limit || (fill.Order.IsSale ? Math.Min(fill.Price, fill.Order.AveragePrice) >= limit : Math.Max(fill.Price, fill.Order.AveragePrice) <= limit), what);
            Assert.True(job.ExpiresAt is not { } end || end > fill.At, what);

            var held = before[job.AccountId].Positions.Single(p => p.Instrument == order.Instrument).Quantity;
            var left = stage.Broker.Accounts[job.AccountId].Positions.GetValueOrDefault(order.Instrument)?.Quantity ?? 0;
            Assert.True(Math.Sign(held) * left >= Math.Max(0, Math.Sign(held) * (order.ReduceTo ?? 0)) && Math.Abs(left) < Math.Abs(held), $"{what}: {held} became {left}");
            if (job.Scope != LiquidationJob.Deleverage)
            {
                depth[order.Instrument] = depth.GetValueOrDefault(order.Instrument) + fill.Quantity * fill.Order.Market.UnitNotional(Path(stage, fill));
            }
        }

        Assert.All(depth, market => Assert.True(market.Value <= stage.Settings.Depth, $"seed {seed}, minute {minute}: {market}"));
        Assert.Equal(stage.Before, stage.Broker.Totals());
    }

    private static decimal Path(VenueStage stage, VenueFill fill) => stage.Path[fill.Order.Market.Name];

    private static BrokerAccount RandomAccount(Random random, string id) => Account(
        id,
        random.Next(-5_000, 50_000),
        [.. Names.Where(_ => random.Next(4) > 0).Select(name => RandomPosition(random, name))]);

    private static Position RandomPosition(Random random, string name)
    {
        var isInverse = VenueStage.Parameters.FindInstrument(name)!.Settlement == SettlementKind.Inverse;
        var position = new Position(
            name,
            (random.Next(2) == 0 ? 1 : -1) * (isInverse ? random.Next(1, 3_000) : random.Next(1, 100_000) / 1_000m),
            name.StartsWith("BTC", StringComparison.Ordinal) ? random.Next(40_000, 60_000) : random.Next(1_500, 2_500));
        return random.Next(3) > 0 ? position : position with { Mode = MarginMode.Isolated, IsolatedMargin = isInverse ? random.Next(0, 100) / 8m : random.Next(0, 100_000) / 8m };
    }

    private static LiquidationJob RandomJob(Random random, VenueStage stage, int number, int minute)
    {
        var account = stage.Broker.Accounts[$"A{random.Next(Accounts)}"];
        var orders = account.Positions.Values.Where(_ => random.Next(3) > 0).Select(p => new LiquidationOrder(
            p.Instrument,
            p.Quantity > 0 ? "sell" : "buy",
            random.Next(3) == 0 ? Math.Abs(p.Quantity) : decimal.Round(Math.Abs(p.Quantity) * random.Next(1, 13) / 10, 3) + 0.001m,
            ReduceOnly: true,
            random.Next(2) == 0 ? null : decimal.Round(stage.Path[p.Instrument] * (1 + (decimal)(random.NextDouble() - 0.5) / 5), 4),
            random.Next(2) == 0 ? null : p.Quantity * random.Next(0, 10) / 10));
        var scope = random.Next(10) switch { 0 => LiquidationJob.Cancel, 1 => LiquidationJob.Deleverage, _ => LiquidationJob.Reduce };
        return Job($"{account.AccountId}|cross|{(random.Next(10) == 0 ? number - 1 : number)}", account.AccountId, scope == LiquidationJob.Cancel ? [] : [.. orders]) with
        {
            Scope = scope,
            ExpiresAt = random.Next(2) == 0 ? null : Start.AddMinutes(minute + random.Next(1, 4)),
        };
    }
}
