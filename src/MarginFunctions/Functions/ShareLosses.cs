using MarginFunctions.Engine.Cover;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Every minute, has winners share the losses that were gathered for them. Does nothing where none are, and where the risk parameters do not share losses.</summary>
/// <param name="processor">Does it.</param>
public sealed class ShareLosses(FundProcessor processor)
{
    /// <summary>When: at second 32 of every minute, away from the other timers.</summary>
    public const string Schedule = "32 * * * * *";

    /// <summary>Runs once.</summary>
    [Function(nameof(ShareLosses))]
    public Task RunAsync([TimerTrigger(Schedule)] TimerInfo timer, CancellationToken cancellationToken) => processor.ShareLossesAsync(cancellationToken);
}
