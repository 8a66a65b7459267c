using System.Diagnostics.Metrics;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Telemetry;

/// <summary>The engine's counters, on the meter <see cref="MeterName"/>.</summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MarginFunctions";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> applied;
    private readonly Counter<long> late;
    private readonly Counter<long> refused;
    private readonly Counter<long> assessed;
    private readonly Counter<long> decisions;
    private readonly Counter<long> missed;
    private readonly Counter<long> prices;
    private readonly Counter<long> latePrices;
    private readonly Counter<long> reprices;

    /// <summary>Creates the meter.</summary>
    public EngineMetrics()
    {
        applied = meter.CreateCounter<long>("margin.updates.applied", "{update}", "Updates with at least one new row.");
        late = meter.CreateCounter<long>("margin.updates.late_rows", "{row}", "Rows of updates that came after a newer word.");
        refused = meter.CreateCounter<long>("margin.messages.refused", "{message}", "Messages answered with a rejection.");
        assessed = meter.CreateCounter<long>("margin.accounts.assessed", "{account}", "Accounts whose margin was computed.");
        decisions = meter.CreateCounter<long>("margin.decisions", "{decision}", "Pools whose status changed.");
        missed = meter.CreateCounter<long>("margin.bands.missed_crossings", "{crossing}", "Status changes a sweep found with every mark inside its band. Must stay 0.");
        prices = meter.CreateCounter<long>("margin.prices.accepted", "{price}", "Marks stored.");
        latePrices = meter.CreateCounter<long>("margin.prices.late", "{price}", "Prices not later than the stored mark.");
        reprices = meter.CreateCounter<long>("margin.shards.repriced", "{shard}", "Shards told that a mark has left a band.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void Record(ShardWorkKind kind, ShardReport report)
    {
        var cause = new KeyValuePair<string, object?>("work", kind.ToString());
        applied.Add(report.Applied, cause);
        late.Add(report.LateRows, cause);
        refused.Add(report.Refused, cause);
        assessed.Add(report.Assessed, cause);
        decisions.Add(report.Decisions, cause);
        missed.Add(report.MissedCrossings, cause);
    }

    internal void RecordRefused(string entity, int count) => refused.Add(count, new KeyValuePair<string, object?>("entity", entity));

    internal void RecordPrices(int accepted, int late, int shards)
    {
        prices.Add(accepted);
        latePrices.Add(late);
        reprices.Add(shards);
    }
}
