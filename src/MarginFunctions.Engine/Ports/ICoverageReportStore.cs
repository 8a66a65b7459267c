using MarginFunctions.Engine.Coverage;

namespace MarginFunctions.Engine.Ports;

/// <summary>Coverage reports, one a minute. A write that has returned is seen by every later read, of any process.</summary>
public interface ICoverageReportStore
{
    /// <summary>Stores a report under the minute of its <see cref="CoverageReport.At"/>; one of the same minute is replaced.</summary>
    Task StoreAsync(CoverageReport report, CancellationToken cancellationToken);

    /// <summary>The latest reports, newest first.</summary>
    /// <param name="most">At most this many, at least 1.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<CoverageReport>> ReadAsync(int most, CancellationToken cancellationToken);

    /// <summary>Deletes reports of days (UTC) before this one, or some of them: what is left falls to the next turn. Nothing to delete is no error, nor that another deletes the same.</summary>
    Task DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken);
}
