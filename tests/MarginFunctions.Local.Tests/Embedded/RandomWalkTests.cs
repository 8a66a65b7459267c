using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Queues;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

/// <summary>Any sequence of operations: no message is lost, none is in two places, and sessions keep their order.</summary>
public sealed class RandomWalkTests : QueueTests
{
    private readonly List<string> sent = [];
    private readonly List<string> completed = [];
    private List<LockedMessage> held = [];
    private List<LockedSession> sessions = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Without_sessions_every_message_ends_in_one_place(int seed) => await WalkAsync(new Random(seed), Plain);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public async Task With_sessions_every_message_ends_in_one_place(int seed) => await WalkAsync(new Random(seed), Sessions);

    private async Task WalkAsync(Random random, string path)
    {
        for (var step = 0; step < 300; step++)
        {
            await StepAsync(random, path);
            var counts = await Queues.CountAsync(path, None);
            Assert.Equal(sent.Count, completed.Count + counts.Active + counts.Scheduled + counts.Locked + counts.DeadLettered);
            Assert.Equal(counts.Active + counts.Locked, (await Queues.PeekAsync(path, int.MaxValue, 0, None)).Count);
        }

        Time.Advance(LockDuration);
        Time.Advance(TimeSpan.FromMinutes(5));
        await DrainAsync(path);
        var dead = await Queues.PeekAsync(EntityDefinition.DeadLetterPath(path), int.MaxValue, 0, None);
        Assert.Equal(sent.Order(StringComparer.Ordinal), completed.Concat(Ids(dead)).Order(StringComparer.Ordinal));
        Assert.Equal(new MessageCounts(0, 0, 0, dead.Count), await Queues.CountAsync(path, None));
    }

    private async Task StepAsync(Random random, string path)
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                await SendSomeAsync(random, path);
                break;
            case 3 or 4 or 5:
                await ReceiveSomeAsync(random, path);
                break;
            case 6 or 7:
                await CompleteSomeAsync(random);
                break;
            case 8:
                await IfHeldAsync(random, message => Queues.AbandonAsync(message, None));
                break;
            case 9:
                await IfHeldAsync(random, message => random.Next(3) == 0
                    ? Queues.DeadLetterAsync(message, "walk", null, None)
                    : Queues.RenewAsync(message, None));
                break;
            case 10:
                Time.Advance(LockDuration * (random.NextDouble() * 1.2));
                break;
            default:
                if (random.Next(5) == 0)
                {
                    await RestartAsync();
                }
                else if (random.Next(20) == 0)
                {
                    Time.Advance(TimeToLive * 0.7);
                }
                else if (sessions.Count > 0)
                {
                    await Queues.ReleaseSessionAsync(sessions[random.Next(sessions.Count)], None);
                }

                break;
        }
    }

    private async Task SendSomeAsync(Random random, string path)
    {
        var messages = new List<OutgoingMessage>();
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            var id = $"m-{sent.Count:D4}";
            sent.Add(id);
            messages.Add(Message(path, id) with
            {
                SessionId = path == Sessions ? $"{random.Next(4)}" : null,
                ScheduledFor = random.Next(5) == 0 ? Time.GetUtcNow().AddSeconds(random.Next(100)) : null,
            });
        }

        await Queues.SendAsync(messages, None);
    }

    private async Task ReceiveSomeAsync(Random random, string path)
    {
        if (path == Plain)
        {
            held.AddRange(await ReceiveAsync(path, random.Next(1, 10)));
            return;
        }

        if (sessions.Count < 3 && await AcceptAsync() is { } accepted)
        {
            sessions.Add(accepted);
        }

        foreach (var session in sessions.ToArray())
        {
            try
            {
                var messages = await Queues.ReceiveAsync(session, random.Next(1, 6), None);
                Assert.Equal(messages.Select(message => message.SequenceNumber).Order(), messages.Select(message => message.SequenceNumber));
                Assert.All(messages, message => Assert.Equal(session.SessionId, message.SessionId));
                held.AddRange(messages);
            }
            catch (LockLostException)
            {
                sessions.Remove(session);
            }
        }
    }

    private async Task CompleteSomeAsync(Random random)
    {
        var chosen = held.Where(_ => random.Next(2) == 0).ToArray();
        held = [.. held.Except(chosen)];
        IReadOnlyList<LockedMessage> lost = [];
        try
        {
            await Queues.CompleteAsync(chosen, None);
        }
        catch (LockLostException error)
        {
            lost = error.Messages;
        }

        completed.AddRange(Ids(chosen.Except(lost)));
    }

    private async Task IfHeldAsync(Random random, Func<LockedMessage, Task> settle)
    {
        if (held.Count == 0)
        {
            return;
        }

        try
        {
            await settle(held[random.Next(held.Count)]);
        }
        catch (LockLostException)
        {
            held.RemoveAt(0);
        }
    }

    private async Task DrainAsync(string path)
    {
        if (path == Plain)
        {
            while (await ReceiveAsync(path) is { Count: > 0 } messages)
            {
                await Queues.CompleteAsync(messages, None);
                completed.AddRange(Ids(messages));
            }

            return;
        }

        foreach (var session in sessions)
        {
            await Queues.ReleaseSessionAsync(session, None);
        }

        while (await AcceptAsync() is { } session)
        {
            var messages = await Queues.ReceiveAsync(session, 1000, None);
            await Queues.CompleteAsync(messages, None);
            await Queues.ReleaseSessionAsync(session, None);
            completed.AddRange(Ids(messages));
        }
    }
}
