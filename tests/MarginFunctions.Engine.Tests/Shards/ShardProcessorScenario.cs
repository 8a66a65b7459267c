using System.Globalization;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Shards;

/// <summary>
/// One shard and one processor. One BTC-PERP from 43,000 requires 0.4 % of its value, 172 at 43,000; with 300 USDT it is warned below 42,957.75, called below 42,905.95 and liquidated below 42,871.49.
/// </summary>
public abstract class ShardProcessorScenario
{
    private int ticks;

    internal ShardProcessorScenario(RiskParameters parameters)
    {
        Cluster = new Cluster(parameters);
        Processor = Cluster.NewProcessor();
    }

    private protected Cluster Cluster { get; }

    private protected ShardProcessor Processor { get; }

    private protected static HoldingsUpdate Long(string account, decimal usdt, long sequence = 1, decimal quantity = 1) =>
        Given.Update(account, sequence, [Given.Cross("BTC-PERP", quantity, 43_000)], usdt);

    private protected Task<ShardReport> Apply(params HoldingsUpdate[] updates) => Processor.ProcessAsync(Given.Work(updates), CancellationToken.None);

    private protected Task<ShardReport> Reprice() => Processor.ProcessAsync(ShardWork.Reprice(0), CancellationToken.None);

    private protected Task<ShardReport> Sweep() => Processor.ProcessAsync(ShardWork.Sweep(0), CancellationToken.None);

    /// <summary>A price as it comes from the market: stored, and the shard told if it has left a band.</summary>
    private protected async Task Tick(string symbol, decimal price)
    {
        var asOf = Cluster.Time.Now.AddTicks(++ticks * 10_000).ToString("O", CultureInfo.InvariantCulture);
        var text = $$"""{"source":"feed","asOf":"{{asOf}}","prices":[{"symbol":"{{symbol}}","price":"{{price.ToString(CultureInfo.InvariantCulture)}}"}]}""";
        await Cluster.NewIngestor().IngestAsync([Given.Message($"tick-{ticks}", text)], CancellationToken.None);
    }

    /// <summary>Does all waiting work of the shard.</summary>
    private protected async Task<ShardReport> Drain(ShardProcessor processor)
    {
        var report = default(ShardReport);
        var format = new ShardWorkFormat(new HoldingsReader(Cluster.Parameters));
        foreach (var message in Cluster.Bus.At(Entities.ShardWork).ToList())
        {
            Cluster.Bus.At(Entities.ShardWork).Remove(message);
            Assert.Empty(format.Read(message.Body, out var work));
            report += await processor.ProcessAsync(work!, CancellationToken.None);
        }

        return report;
    }

    /// <summary>Something else happens, once, at a point of a port call.</summary>
    private protected void At(string point, Func<Task> happens)
    {
        Cluster.Steps.At = async where =>
        {
            if (where == point)
            {
                Cluster.Steps.At = _ => Task.CompletedTask;
                await happens();
            }
        };
    }

    /// <summary>The process dies at a point of a port call.</summary>
    private protected async Task Crash(string point, Func<Task<ShardReport>> work)
    {
        At(point, () => throw new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(work);
    }

    /// <summary>The calls that write, in order, since the journal was cleared.</summary>
    private protected IReadOnlyList<string> Writes() => [.. Cluster.Steps.Journal.Where(c => !c.Contains("Read", StringComparison.Ordinal) && !c.Contains("Load", StringComparison.Ordinal))];
}
