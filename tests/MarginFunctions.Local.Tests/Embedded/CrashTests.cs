using System.Diagnostics;
using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Embedded.State;
using Xunit;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_killed_process_kept_others_out_and_leaves_all_that_it_had_completed_and_nothing_by_half()
    {
        var completed = await RunAndKillAsync(until: 100, whileRunning: () =>
            Assert.Throws<InvalidOperationException>(() => EmbeddedDatabase.Open(file.Path)));

        await using var database = EmbeddedDatabase.Open(file.Path);
        var contents = await new EmbeddedShardStore(database).LoadAsync(1, CancellationToken.None);
        var version = contents.Header!.Header.Version;
        Assert.InRange(version, completed, completed + 1_000_000);
        Assert.Equal(20, contents.Accounts.Count);
        Assert.All(contents.Accounts, row => Assert.Equal(version, BitConverter.ToInt32(row.Body.Span)));

        var queues = await EmbeddedQueues.OpenAsync(database, Entities.Definitions, TimeProvider.System, CancellationToken.None);
        var messages = await queues.ReceiveAsync(Entities.PriceUpdates, 1_000_000, CancellationToken.None);
        Assert.InRange(messages.Count, completed, version);
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(i => $"m-{i}"), messages.Select(message => message.MessageId));
    }

    /// <summary>Runs the child until it has said a number, does something beside it, and kills it.</summary>
    /// <returns>The last number it said.</returns>
    private async Task<int> RunAndKillAsync(int until, Action whileRunning)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashChild).Assembly.Location, file.Path]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        try
        {
            var last = 0;
            while (last < until && await child.StandardOutput.ReadLineAsync() is { } line)
            {
                last = int.Parse(line, CultureInfo.InvariantCulture);
            }

            Assert.Equal(until, last);
            whileRunning();
            child.Kill();
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                last = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(last, number) : last;
            }

            return last;
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
    }
}
