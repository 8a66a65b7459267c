using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Dynamic;

/// <summary>Every minute, publishes the next version of the risk state. Reads, works out, writes one row: a crash at any point leaves the last version in force, and the next minute makes up for it.</summary>
public sealed class RiskStatePublisher(RiskParameters parameters, IMarkStore marks, IRiskStateStore store, EngineMetrics metrics, TimeProvider time)
{
    /// <summary>Publishes once.</summary>
    /// <returns>Whether this publisher's version was stored. Not when another one was first: its version is as good, and the next turn goes on from it.</returns>
    public async Task<bool> PublishAsync(CancellationToken cancellationToken)
    {
        if (parameters.DynamicMargin is null)
        {
            return false;
        }

        var latest = await store.ReadLatestAsync(cancellationToken).ConfigureAwait(false);
        var standing = await marks.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (RiskStateUpdater.Update(latest, standing, time.GetUtcNow(), parameters) is not { } update
            || !await store.TryAppendAsync(update.Next, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        metrics.RecordRiskState(update);
        return true;
    }
}
