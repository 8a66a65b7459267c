using MarginFunctions.Engine.Coverage;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>Every minute, adds up what all accounts lack and what there is to cover it.</summary>
/// <param name="reporter">Does the adding up.</param>
public sealed class ReportCoverage(CoverageReporter reporter)
{
    /// <summary>When: at second 45 of every minute, when the minute's sweep and ranges are through.</summary>
    public const string Schedule = "45 * * * * *";

    /// <summary>Reports once.</summary>
    [Function(nameof(ReportCoverage))]
    public Task RunAsync([TimerTrigger(Schedule)] TimerInfo timer, CancellationToken cancellationToken) => reporter.ReportAsync(cancellationToken);
}
