using System.Diagnostics;
using System.Globalization;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Tests.Embedded;
using MarginFunctions.Risk.Prices;
using Xunit;
using Xunit.Abstractions;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>Set <c>CRASH_SEED</c> to try another run.</summary>
public sealed class KilledWhilePricesFallTests(ITestOutputHelper output) : IDisposable
{
    private const int Accounts = 400;
    private const int Kills = 10;
    private const int Ticks = 60;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long ago the first prices are from, so that every later tick is newer than they are and none is from the future.</summary>
    private static readonly TimeSpan BookOpened = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FallBegan = TimeSpan.FromSeconds(1);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("CRASH_SEED") ?? "20170903", CultureInfo.InvariantCulture);
    private readonly TemporaryFile file = new();
    private readonly Random random = new(Seed);

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_server_killed_while_prices_fall_loses_no_crossing_and_needs_no_sweep_to_find_it()
    {
        await OpenBookAsync();
        var prices = new SortedDictionary<string, decimal>(UpdateStorm.Prices.ToDictionary(), StringComparer.Ordinal);
        var mortal = new MortalServer(file.Path, random);
        var clock = Stopwatch.StartNew();
        await using var survivor = await mortal.PostAsync(Fall(prices), Kills, posters: 1);
        var counts = await survivor.Client.WaitUntilIdleAsync();

        Assert.All(counts.Values, count => Assert.Equal(0, count.DeadLettered));
        Assert.Equal(0, counts[Entities.UpdateRejections].Active);
        var marks = MarkSet.Of(AccountChecks.Parameters, prices);
        var states = await survivor.Client.ReadAccountsAsync(Enumerable.Range(0, Accounts).Select(UpdateStorm.AccountId));
        Assert.All(states, state => AccountChecks.AssertIsDecidedAt(state, marks));

        Assert.True(survivor.Age < SweepEvery, $"After {survivor.Age} a sweep may have found what the bands missed.");

        var events = MarginStories.Read(await survivor.Client.DrainAsync(ServerClient.Notifications));
        var byAccount = events.ToLookup(e => e.AccountId);
        Assert.All(states, state => MarginStories.AssertTold(state, byAccount[state.AccountId]));
        var fallen = events.Count(e => e.Kind == MarginEventKind.Liquidating);
        output.WriteLine($"seed {Seed}: {mortal.Kills} kills, {mortal.Unanswered} requests unanswered, {events.Count} events, {fallen} liquidations, {clock.Elapsed}");
        Assert.InRange(fallen, 50, int.MaxValue);
        Assert.Equal("", await survivor.KillAsync());
    }

    private async Task OpenBookAsync()
    {
        await using var server = await ServerProcess.StartAsync(file.Path);
        await server.Client.PostAsync(Entities.PriceUpdates, Wire.Prices(TimeProvider.System.GetUtcNow() - BookOpened, UpdateStorm.Prices));
        var updates = new UpdateStorm(random).Create(Accounts, sequences: 3);
        foreach (var chunk in updates.Chunk(200))
        {
            await server.Client.PostBatchAsync(Entities.PositionUpdates, Wire.Batch(chunk.Select(u => ($"{u.AccountId}-{u.Sequence}", Wire.Update(u)))));
        }

        await server.Client.WaitUntilIdleAsync();
    }

    /// <summary>A random walk that loses a tenth on its way, a millisecond a tick. One that arrives late, after its reply was lost, is older than the mark and changes nothing.</summary>
    private IEnumerable<PostedBody> Fall(SortedDictionary<string, decimal> prices)
    {
        var start = TimeProvider.System.GetUtcNow() - FallBegan;
        var fall = 1m;
        for (var tick = 1; tick <= Ticks; tick++)
        {
            fall *= 0.998m + 0.012m * ((decimal)random.NextDouble() - 0.5m);
            foreach (var (symbol, open) in UpdateStorm.Prices)
            {
                prices[symbol] = decimal.Round(open * fall, 2);
            }

            yield return new PostedBody(
                Entities.PriceUpdates,
                Wire.Prices(start + TimeSpan.FromMilliseconds(tick), prices),
                "application/json",
                string.Create(CultureInfo.InvariantCulture, $$"""{"MessageId": "tick-{{tick}}"}"""));
        }
    }
}
