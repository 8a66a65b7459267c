using System.Globalization;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Shards;

/// <summary>Every minute, asks every shard to look at all its accounts: deadlines pass without a tick.</summary>
public sealed class ShardSweeper(RiskParameters parameters, IMessageSender sender, TimeProvider time)
{
    /// <summary>Sends one sweep a shard. Two sweepers in the same minute send the same messages, and the bus drops the second's.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        var minute = time.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        return sender.SendAsync(
            [.. Enumerable.Range(0, parameters.ShardCount).Select(shard => new OutgoingMessage(
                Entities.ShardWork, $"s|{RowKeys.Shard(shard)}|{minute}", RowKeys.Shard(shard), ShardWorkFormat.Write(ShardWorkKind.Sweep, shard)))],
            cancellationToken);
    }
}
