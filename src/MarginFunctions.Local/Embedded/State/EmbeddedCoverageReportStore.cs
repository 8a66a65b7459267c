using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Coverage reports in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedCoverageReportStore(EmbeddedDatabase database) : ICoverageReportStore
{
    private const string Upsert = "INSERT INTO coverage_report (minute, body) VALUES (?1, ?2) ON CONFLICT (minute) DO UPDATE SET body = excluded.body";
    private const string SelectLatest = "SELECT body FROM coverage_report ORDER BY minute DESC LIMIT ?1";
    private const string Delete = "DELETE FROM coverage_report WHERE minute < ?1";

    /// <inheritdoc/>
    public Task StoreAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var body = JsonSerializer.SerializeToUtf8Bytes(report, EngineJson.Default.CoverageReport);
        return database.WriteAsync(
            scope =>
            {
                using var upsert = scope.Use(Upsert);
                upsert.Bind(1, Minute(report.At.UtcDateTime)).Bind(2, body.AsSpan()).Run();
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CoverageReport>> ReadAsync(int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<CoverageReport>>(database.Read(session =>
        {
            var reports = new List<CoverageReport>();
            using var select = session.Use(SelectLatest);
            select.Bind(1, most);
            while (select.Read())
            {
                reports.Add(JsonSerializer.Deserialize(select.Blob(0), EngineJson.Default.CoverageReport)!);
            }

            return reports;
        }));
    }

    /// <inheritdoc/>
    public Task DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            using var delete = scope.Use(Delete);
            delete.Bind(1, Minute(day.ToDateTime(TimeOnly.MinValue))).Run();
            return true;
        },
        cancellationToken);

    private static long Minute(DateTime utc) => utc.Ticks / TimeSpan.TicksPerMinute;
}
