using System.Globalization;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>Every minute, wakes the shards that the minute before could not take all the orders of. A sweep would find them too, after every other account.</summary>
public sealed class LiquidationRunner(RiskParameters parameters, ISliceBudget budget, IMessageSender sender, TimeProvider time)
{
    /// <summary>How far back refusals are looked for: a turn of the timer may be missed.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromMinutes(3);

    /// <summary>How long minutes are kept that nothing can be taken of any more.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Sends the shards their work; nothing where pools are closed at the market. Two runners in the same minute send the same messages, and the bus drops the second's.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (parameters.Liquidation is null)
        {
            return;
        }

        var minute = SliceMinute.Of(time.GetUtcNow());
        var shards = await budget.FindRefusedAsync(minute - Back, minute, cancellationToken).ConfigureAwait(false);
        var name = minute.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        await sender.SendAsync(
            [.. shards.Select(shard => new OutgoingMessage(
                Entities.ShardWork, $"l|{RowKeys.Shard(shard)}|{name}", RowKeys.Shard(shard), ShardWorkFormat.Write(ShardWorkKind.Liquidate, shard)))],
            cancellationToken).ConfigureAwait(false);
        await budget.PruneAsync(minute - Kept, cancellationToken).ConfigureAwait(false);
    }
}
