using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>What was sent of each pool, in the order in which it was decided: events and jobs are numbered together by the shard that sent them.</summary>
internal static class Timeline
{
    /// <summary>No job that closes positions is decided for a pool that is not in liquidation, and no collateral is sold of one that is neither that nor in bad debt.</summary>
    public static void NoJobAfterRestoration(Cluster cluster)
    {
        var status = new Dictionary<(string Account, string Pool), MarginStatus>();
        var sent = cluster.Bus.At(Entities.MarginCalls).Concat(cluster.Bus.At(Entities.LiquidationJobs)).OrderBy(m => m.MessageId, StringComparer.Ordinal);
        foreach (var message in sent)
        {
            if (message.Entity == Entities.MarginCalls)
            {
                var call = JsonSerializer.Deserialize(message.Body.Span, EngineJson.Default.MarginCallMessage)!;
                status[(call.AccountId, call.Pool)] = call.Status;
                continue;
            }

            var job = JsonSerializer.Deserialize(message.Body.Span, EngineJson.Default.LiquidationJob)!;
            if (job.Scope is LiquidationJob.Reduce or LiquidationJob.CloseEverything)
            {
                var now = status.GetValueOrDefault((job.AccountId, job.Pool));
                Assert.True(now is MarginStatus.Liquidating or MarginStatus.BadDebt, $"Job {job.JobId} ({job.Scope}) was sent while the pool was {now}.");
            }
        }
    }
}
