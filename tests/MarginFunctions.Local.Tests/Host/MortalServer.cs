using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>A server on one file that is killed and started again while requests are posted to it. A request that was not answered is sent again.</summary>
internal sealed class MortalServer(string data, Random random)
{
    /// <summary>One in so many lives ends before the server listens.</summary>
    private const int StillBirths = 3;

    private const int LongestStartMilliseconds = 300;
    private const int LongestRestMilliseconds = 50;
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(20);
    private int unanswered;

    public int Kills { get; private set; }

    /// <summary>Requests whose reply was lost, if they arrived at all.</summary>
    public int Unanswered => unanswered;

    /// <summary>Posts bodies through a number of lives, about as many in each, and once more without an end.</summary>
    /// <returns>The server that lives on.</returns>
    public async Task<ServerProcess> PostAsync(IEnumerable<PostedBody> bodies, int kills, int posters)
    {
        var waiting = new ConcurrentQueue<PostedBody>(bodies);
        for (var left = kills; left > 0; left--)
        {
            await LiveAndDieAsync(waiting, share: (waiting.Count + left - 1) / left, posters);
            Kills++;
        }

        var survivor = await ServerProcess.StartAsync(data);
        await PostAllAsync(survivor.Client, waiting, posters, _ => { }, waiting.Count);
        Assert.Empty(waiting);
        return survivor;
    }

    private async Task LiveAndDieAsync(ConcurrentQueue<PostedBody> waiting, int share, int posters)
    {
        await using var server = ServerProcess.Launch(data);
        if (random.Next(StillBirths) == 0)
        {
            await Task.Delay(random.Next(LongestStartMilliseconds));
            await server.KillAsync();
            return;
        }

        await server.ListenAsync();
        var mark = random.Next(share + 1);
        var rest = random.Next(LongestRestMilliseconds);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posting = PostAllAsync(server.Client, waiting, posters, answered => _ = answered >= mark && reached.TrySetResult(), share);
        await Task.WhenAny(reached.Task, posting).WaitAsync(LongestLife);
        await Task.Delay(rest);
        Assert.Equal("", await server.KillAsync());
        await posting;
    }

    private async Task PostAllAsync(ServerClient client, ConcurrentQueue<PostedBody> waiting, int posters, Action<int> onAnswer, int most)
    {
        var begun = 0;
        var answered = 0;
        onAnswer(0);
        await Task.WhenAll(Enumerable.Range(0, posters).Select(async _ =>
        {
            while (Interlocked.Increment(ref begun) <= most && waiting.TryDequeue(out var body))
            {
                if (!await TryPostAsync(client, body))
                {
                    Interlocked.Increment(ref unanswered);
                    waiting.Enqueue(body);
                    return;
                }

                onAnswer(Interlocked.Increment(ref answered));
            }
        }));
    }

    private static async Task<bool> TryPostAsync(ServerClient client, PostedBody body)
    {
        try
        {
            using var reply = await client.SendAsync(body.Queue, body.Text, body.Properties, body.Type);
            Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
