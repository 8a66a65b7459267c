using System.Text.Json.Nodes;
using MarginFunctions.Local.Cascade;
using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Tests.Venue;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Tests.Cascade;

/// <summary>A small book in the worst of the demo's crash, in one shard.</summary>
internal static class CascadeStage
{
    public const int Accounts = 60;

    public static readonly DateTimeOffset Start = new(2026, 5, 19, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The opening and the crash, without the calm before it.</summary>
    public static readonly IReadOnlyList<PriceTick> Ticks = [DemoMarket.Ticks(Start)[0], .. DemoMarket.Ticks(Start).Skip(36).Take(35)];

    /// <summary>With a cap of this part of the sample's, or none.</summary>
    public static RiskParameters Parameters(decimal? cap) => VenueStage.Changed(document =>
    {
        document["shardCount"] = 1;
        foreach (var market in document["liquidation"]!["markets"]!.AsArray().Select(m => m!.AsObject()).Where(m => m.ContainsKey("perMinute")))
        {
            var perMinute = decimal.Parse((string)market["perMinute"]!, System.Globalization.CultureInfo.InvariantCulture);
            market.Remove("perMinute");
            if (cap is { } part)
            {
                market["perMinute"] = JsonValue.Create(Math.Max(decimal.Parse((string)market["minimumSize"]!, System.Globalization.CultureInfo.InvariantCulture), perMinute * part));
            }
        }
    });

    public static Task<CascadeRun> RunAsync(RiskParameters parameters, VenueSettings venue, int seed = 7) =>
        CascadeRun.RunAsync(parameters, "test", Ticks, new CascadeSettings(Accounts, seed, venue), () => { }, CancellationToken.None);
}
