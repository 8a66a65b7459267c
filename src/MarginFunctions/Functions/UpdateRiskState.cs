using MarginFunctions.Engine.Dynamic;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Every minute, publishes scenario ranges that follow the market. Does nothing where the risk parameters have no dynamic margin.</summary>
/// <param name="publisher">Does the publishing.</param>
public sealed class UpdateRiskState(RiskStatePublisher publisher)
{
    /// <summary>When: at second 30 of every minute, so that the next sweep looks at accounts with what was published.</summary>
    public const string Schedule = "30 * * * * *";

    /// <summary>Publishes once.</summary>
    [Function(nameof(UpdateRiskState))]
    public Task RunAsync([TimerTrigger(Schedule)] TimerInfo timer, CancellationToken cancellationToken) => publisher.PublishAsync(cancellationToken);
}
