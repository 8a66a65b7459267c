using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Coverage reports in memory, as JSON, as a table has them.</summary>
internal sealed class InMemoryCoverageReportStore(PortSteps steps) : ICoverageReportStore
{
    private readonly SortedDictionary<long, byte[]> reports = [];

    public async Task StoreAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        await steps.Enter("reports.Store").ConfigureAwait(false);
        lock (reports)
        {
            reports[report.At.UtcTicks / TimeSpan.TicksPerMinute] = JsonSerializer.SerializeToUtf8Bytes(report, EngineJson.Default.CoverageReport);
        }

        await steps.Leave("reports.Store").ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<CoverageReport>> ReadAsync(int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        await steps.Enter("reports.Read").ConfigureAwait(false);
        return Now(most);
    }

    public async Task DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await steps.Enter("reports.Delete").ConfigureAwait(false);
        lock (reports)
        {
            foreach (var minute in reports.Keys.Where(minute => minute < day.ToDateTime(TimeOnly.MinValue).Ticks / TimeSpan.TicksPerMinute).ToList())
            {
                reports.Remove(minute);
            }
        }
    }

    /// <summary>The latest as they are now.</summary>
    public IReadOnlyList<CoverageReport> Now(int most = int.MaxValue)
    {
        lock (reports)
        {
            return [.. reports.Reverse().Take(most).Select(r => JsonSerializer.Deserialize(r.Value, EngineJson.Default.CoverageReport)!)];
        }
    }
}
