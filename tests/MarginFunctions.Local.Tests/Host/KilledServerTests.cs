using System.Globalization;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Tests.Embedded;
using MarginFunctions.Risk.Prices;
using Xunit;
using Xunit.Abstractions;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>Set <c>CRASH_SEED</c> to try another run.</summary>
public sealed class KilledServerTests(ITestOutputHelper output) : IDisposable
{
    private const int Accounts = 1_500;
    private const int Sequences = 10;
    private const int Kills = 50;

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("CRASH_SEED") ?? "20260519", CultureInfo.InvariantCulture);
    private readonly TemporaryFile file = new();
    private readonly Random random = new(Seed);

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_server_killed_fifty_times_loses_nothing_and_tells_nothing_twice()
    {
        var updates = new UpdateStorm(random).Create(Accounts, Sequences);
        await using (var server = await ServerProcess.StartAsync(file.Path))
        {
            await server.Client.PostAsync(Entities.PriceUpdates, Wire.Prices(TimeProvider.System.GetUtcNow(), UpdateStorm.Prices));
            await server.Client.WaitUntilIdleAsync();
        }

        var mortal = new MortalServer(file.Path, random);
        await using (var survivor = await mortal.PostAsync(Requests(updates), Kills, posters: 3))
        {
            await AssertAllIsDoneAsync(survivor.Client, updates);
            await survivor.KillAsync();
        }

        await using var last = await ServerProcess.StartAsync(file.Path);
        var states = await AssertAllIsDoneAsync(last.Client, updates);
        var events = MarginStories.Read(await last.Client.DrainAsync(ServerClient.Notifications));
        var byAccount = events.ToLookup(e => e.AccountId);
        Assert.All(states, state => MarginStories.AssertTold(state, byAccount[state.AccountId]));
        Assert.Equal(events.Count, states.Sum(state => byAccount[state.AccountId].Count()));
        AssertIsWorthIt(events, mortal);
        Assert.Equal("", await last.KillAsync());
    }

    private void AssertIsWorthIt(IReadOnlyList<MarginCallMessage> events, MortalServer mortal)
    {
        var kinds = events.CountBy(e => e.Kind).ToDictionary();
        output.WriteLine($"seed {Seed}: {2 * Accounts * Sequences} messages, {mortal.Kills} kills, {mortal.Unanswered} requests unanswered, {events.Count} events");
        output.WriteLine(string.Join(", ", kinds.Select(k => $"{k.Key} {k.Value}")));
        Assert.Equal(Kills, mortal.Kills);
        Assert.InRange(kinds[MarginEventKind.Called], 200, int.MaxValue);
        Assert.InRange(kinds[MarginEventKind.Liquidating], 200, int.MaxValue);
        Assert.InRange(kinds[MarginEventKind.Closed], 100, int.MaxValue);
    }

    /// <summary>Every update twice, all shuffled; half of the copies carry the same message id, so that the bus drops them, and half another, so that the engine must.</summary>
    private IEnumerable<PostedBody> Requests(IReadOnlyList<HoldingsUpdate> updates)
    {
        var copies = updates.SelectMany(update =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{update.AccountId}-{update.Sequence}");
            var body = Wire.Update(update);
            return new[] { (Id: id, Body: body), (Id: random.Next(2) == 0 ? id : id + "-again", Body: body) };
        }).ToArray();
        random.Shuffle(copies);
        for (var next = 0; next < copies.Length;)
        {
            var end = Math.Min(copies.Length, next + random.Next(20, 140));
            yield return new PostedBody(Entities.PositionUpdates, Wire.Batch(copies[next..end]), ServerClient.BatchType);
            next = end;
        }
    }

    private static async Task<IReadOnlyList<AccountState>> AssertAllIsDoneAsync(ServerClient client, IReadOnlyList<HoldingsUpdate> updates)
    {
        var counts = await client.WaitUntilIdleAsync();
        Assert.All(counts.Values, count => Assert.Equal((0L, 0L), (count.DeadLettered, count.Locked)));
        Assert.Equal(new MessageCounts(0, 0, 0, 0), counts[Entities.UpdateRejections]);

        var marks = MarkSet.Of(AccountChecks.Parameters, UpdateStorm.Prices);
        var byAccount = updates.ToLookup(u => u.AccountId);
        var states = await client.ReadAccountsAsync(byAccount.Select(account => account.Key));
        foreach (var state in states)
        {
            AccountChecks.AssertHolds(state, [.. byAccount[state.AccountId]]);
            AccountChecks.AssertIsAssessedAt(state, marks);
            AccountChecks.AssertIsDecidedAt(state, marks);
        }

        return states;
    }
}
