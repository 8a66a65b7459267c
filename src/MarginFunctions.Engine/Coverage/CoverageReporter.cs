using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Coverage;

/// <summary>Every minute, adds up all accounts to a <see cref="CoverageReport"/>. Reads one shard at a time and keeps none; what changes meanwhile is in the next report.</summary>
public sealed class CoverageReporter(
    RiskParameters parameters,
    IShardStore shards,
    IMarkStore marks,
    IRiskStateStore riskStates,
    IFundStore funds,
    ICoverageReportStore reports,
    EngineMetrics metrics,
    TimeProvider time)
{
    /// <summary>For how many days reports are kept.</summary>
    public const int DaysKept = 30;

    /// <summary>Makes a report, stores it, deletes old ones. A crash at any point leaves the report stored or not, and the next minute makes another.</summary>
    public async Task<CoverageReport> ReportAsync(CancellationToken cancellationToken)
    {
        var tally = new CoverageTally(await ReadMarksAsync(cancellationToken).ConfigureAwait(false));
        for (var shard = 0; shard < parameters.ShardCount; shard++)
        {
            var contents = await shards.LoadAsync(shard, cancellationToken).ConfigureAwait(false);
            foreach (var row in contents.Accounts)
            {
                tally.Add(JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.AccountState) ?? throw new InvalidDataException($"Row {row.Key} of shard {shard} is empty."));
            }
        }

        var report = tally.Report(await ReadFundAsync(cancellationToken).ConfigureAwait(false));
        await reports.StoreAsync(report, cancellationToken).ConfigureAwait(false);
        await reports.DeleteBeforeAsync(DateOnly.FromDateTime(report.At.UtcDateTime).AddDays(-DaysKept), cancellationToken).ConfigureAwait(false);
        metrics.RecordCoverage(report);
        return report;
    }

    /// <summary>The fund's balance; 0 before it is opened, null where the parameters have none.</summary>
    private async Task<decimal?> ReadFundAsync(CancellationToken cancellationToken)
    {
        if (parameters.Fund is null)
        {
            return null;
        }

        var contents = await funds.LoadAsync(parameters.AccountCurrency, cancellationToken).ConfigureAwait(false);
        return contents.State is { } row ? JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundState)!.Balance : 0;
    }

    private async Task<MarkSet> ReadMarksAsync(CancellationToken cancellationToken)
    {
        var standing = await marks.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var risk = parameters.DynamicMargin is null ? null : (await riskStates.ReadLatestAsync(cancellationToken).ConfigureAwait(false))?.ToRiskState();
        return MarkSet.Of(parameters, standing.Select(m => KeyValuePair.Create(m.Symbol, m.Price)), time.GetUtcNow(), risk);
    }
}
