using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Local.Embedded.Queues;

namespace MarginFunctions.Local.Hosting;

/// <summary>What the Functions app's triggers do, one step at a time: receive, handle, settle.</summary>
/// <param name="host">The engine.</param>
/// <param name="batch">How many messages a batched step takes at most.</param>
internal sealed class EngineSteps(EngineHost host, int batch)
{
    /// <summary>How many messages of one session a step takes from its session at most.</summary>
    private const int SessionBatch = 32;

    /// <summary>How many requests to the insurance fund a step takes at most: as many as the app's host does.</summary>
    private const int RequestBatch = 256;

    private ShardReport total;
    private readonly Lock gate = new();

    /// <summary>What all shard work together did so far.</summary>
    public ShardReport Total
    {
        get
        {
            lock (gate)
            {
                return total;
            }
        }
    }

    /// <returns>False when there was nothing to do; so for every step.</returns>
    public Task<bool> RoutePositionUpdatesAsync(CancellationToken cancellationToken) =>
        HandleBatchAsync(Entities.PositionUpdates, host.Router.RouteUpdatesAsync, cancellationToken);

    public Task<bool> RouteLiquidationFillsAsync(CancellationToken cancellationToken) =>
        HandleBatchAsync(Entities.LiquidationFills, host.Router.RouteFillsAsync, cancellationToken);

    public Task<bool> IngestPricesAsync(CancellationToken cancellationToken) =>
        HandleBatchAsync(Entities.PriceUpdates, host.Ingestor.IngestAsync, cancellationToken);

    /// <summary>Publishes scenario ranges that follow the market; nothing where the parameters have no dynamic margin.</summary>
    public Task UpdateRiskStateAsync(CancellationToken cancellationToken) => host.RiskPublisher.PublishAsync(cancellationToken);

    /// <summary>Wakes the shards whose orders did not fit into the minute before; nothing where the parameters have no liquidation.</summary>
    public Task RunLiquidationJobsAsync(CancellationToken cancellationToken) => host.Liquidations.RunAsync(cancellationToken);

    /// <summary>Has winners share the losses that were gathered for them; nothing where the parameters do not share losses.</summary>
    public Task ShareLossesAsync(CancellationToken cancellationToken) => host.Fund.ShareLossesAsync(cancellationToken);

    /// <summary>Takes the next free shard and does the work that waits for it.</summary>
    public async Task<bool> ProcessShardAsync(CancellationToken cancellationToken)
    {
        if (await host.Queues.AcceptNextSessionAsync(Entities.ShardWork, cancellationToken) is not { } session)
        {
            return false;
        }

        try
        {
            var messages = await host.Queues.ReceiveAsync(session, SessionBatch, cancellationToken);
            foreach (var group in Groups(await ReadAsync(messages, cancellationToken)))
            {
                var report = await host.Processor.ProcessAsync(group.Work, cancellationToken);
                await host.Queues.CompleteAsync(group.Messages, cancellationToken);
                lock (gate)
                {
                    total += report;
                }
            }
        }
        finally
        {
            // What was not completed goes back with the session.
            await host.Queues.ReleaseSessionAsync(session, CancellationToken.None);
        }

        return true;
    }

    /// <summary>Settles the requests that wait for the insurance fund.</summary>
    public async Task<bool> SettleCoverageAsync(CancellationToken cancellationToken)
    {
        if (await host.Queues.AcceptNextSessionAsync(Entities.CoverageRequests, cancellationToken) is not { } session)
        {
            return false;
        }

        try
        {
            var read = new List<(LockedMessage Message, CoverageRequest Request)>();
            foreach (var message in await host.Queues.ReceiveAsync(session, RequestBatch, cancellationToken))
            {
                if (host.RequestFormat.Read(message.Body, out var request) is { Count: > 0 } problems)
                {
                    await host.Queues.DeadLetterAsync(message, "MalformedRequest", string.Join("; ", problems), cancellationToken);
                }
                else
                {
                    read.Add((message, request!));
                }
            }

            await SettleAsync(read, cancellationToken);
        }
        finally
        {
            await host.Queues.ReleaseSessionAsync(session, CancellationToken.None);
        }

        return true;
    }

    /// <summary>Takes one step, of the first queue that has something to do: which depends on the messages alone.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken) =>
        await RoutePositionUpdatesAsync(cancellationToken)
        || await RouteLiquidationFillsAsync(cancellationToken)
        || await IngestPricesAsync(cancellationToken)
        || await ProcessShardAsync(cancellationToken)
        || await SettleCoverageAsync(cancellationToken);

    /// <summary>Takes steps until nothing is left to do.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (await StepAsync(cancellationToken))
        {
        }
    }

    private async Task SettleAsync(List<(LockedMessage Message, CoverageRequest Request)> read, CancellationToken cancellationToken)
    {
        try
        {
            await host.Fund.SettleAsync(read.ConvertAll(r => r.Request), cancellationToken);
        }
        catch (Exception) when (read.Count > 1 && !cancellationToken.IsCancellationRequested)
        {
            // One that cannot be settled holds up none of the others.
            await SettleEachAsync(read, cancellationToken);
            return;
        }

        await host.Queues.CompleteAsync(read.ConvertAll(r => r.Message), cancellationToken);
    }

    private async Task SettleEachAsync(List<(LockedMessage Message, CoverageRequest Request)> read, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var (message, request) in read)
        {
            try
            {
                await host.Fund.SettleAsync([request], cancellationToken);
                await host.Queues.CompleteAsync([message], cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(failure);
                await host.Queues.AbandonAsync(message, cancellationToken);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Requests to the insurance fund failed.", failures);
        }
    }

    private async Task<bool> HandleBatchAsync(
        string queue, Func<IReadOnlyList<IncomingMessage>, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        var messages = await host.Queues.ReceiveAsync(queue, batch, cancellationToken);
        if (messages.Count == 0)
        {
            return false;
        }

        try
        {
            await handle([.. messages.Select(m => m.ToIncoming())], cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (var message in messages)
            {
                await host.Queues.AbandonAsync(message, cancellationToken);
            }

            throw;
        }

        await host.Queues.CompleteAsync(messages, cancellationToken);
        return true;
    }

    private async Task<List<(LockedMessage Message, ShardWork Work)>> ReadAsync(IReadOnlyList<LockedMessage> messages, CancellationToken cancellationToken)
    {
        var read = new List<(LockedMessage, ShardWork)>(messages.Count);
        foreach (var message in messages)
        {
            var problems = host.Format.Read(message.Body, out var work);
            if (work is null)
            {
                await host.Queues.DeadLetterAsync(message, "MalformedWork", string.Join("; ", problems), cancellationToken);
            }
            else
            {
                read.Add((message, work));
            }
        }

        return read;
    }

    /// <summary>Neighbouring chunks of one shard are one piece of work: the same facts in the same order, in fewer transactions.</summary>
    private static IEnumerable<(ShardWork Work, IReadOnlyList<LockedMessage> Messages)> Groups(List<(LockedMessage Message, ShardWork Work)> items)
    {
        for (var start = 0; start < items.Count;)
        {
            var kind = items[start].Work.Kind;
            var end = start + 1;
            while (end < items.Count && items[end].Work.Kind == kind)
            {
                end++;
            }

            var group = items[start..end];
            yield return (group[0].Work with { Updates = [.. group.SelectMany(i => i.Work.Updates)], Answers = [.. group.SelectMany(i => i.Work.Answers)] }, group.ConvertAll(i => i.Message));
            start = end;
        }
    }
}
