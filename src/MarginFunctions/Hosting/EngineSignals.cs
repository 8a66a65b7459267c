using System.Diagnostics.Metrics;
using MarginFunctions.Engine.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Hosting;

/// <summary>Turns measurements that someone must look at into error lines: <c>MissedCrossings: …</c>, <c>OutboxAge: …</c> and <c>LossAssigned: …</c>, and warnings: <c>MissingRiskMark: …</c>, <c>FundDrawn: …</c>. By these alerts find them.</summary>
internal sealed partial class EngineSignals : IHostedService, IDisposable
{
    /// <summary>A message that has waited longer was not sent by the work that decided on it: that failed or died, and later work sent it.</summary>
    internal const double LongestOutboxAgeSeconds = 60;

    private readonly MeterListener listener = new();
    private readonly ILogger<EngineSignals> logger;

    public EngineSignals(ILogger<EngineSignals> logger)
    {
        this.logger = logger;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName && instrument.Name is EngineMetrics.MissedCrossings or EngineMetrics.OutboxAge or EngineMetrics.MissingRiskMarks
                or EngineMetrics.FundDrawn or EngineMetrics.FundAssigned)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            if (instrument.Name == EngineMetrics.MissingRiskMarks)
            {
                LogMissingRiskMark(tags.Length > 0 ? tags[0].Value : null);
            }
            else
            {
                Tell(count);
            }
        });
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (instrument.Name == EngineMetrics.OutboxAge)
            {
                Tell(value);
            }
            else
            {
                TellLoss(instrument.Name, value, tags.Length > 0 ? tags[0].Value : null);
            }
        });
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => listener.Dispose();

    private void Tell(long crossings)
    {
        if (crossings > 0)
        {
            LogMissedCrossings(crossings);
        }
    }

    private void Tell(double outboxAge)
    {
        if (outboxAge > LongestOutboxAgeSeconds)
        {
            LogOutboxAge(outboxAge);
        }
    }

    private void TellLoss(string instrument, double amount, object? bearer)
    {
        if (amount > 0 && instrument == EngineMetrics.FundAssigned)
        {
            LogLossAssigned(amount, bearer);
        }
        else if (amount > 0)
        {
            LogFundDrawn(amount);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "LossAssigned: the insurance fund could not pay {Amount}; borne by {Bearer}.")]
    private partial void LogLossAssigned(double amount, object? bearer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "FundDrawn: the insurance fund has paid {Amount} for a bad debt.")]
    private partial void LogFundDrawn(double amount);

    [LoggerMessage(Level = LogLevel.Error, Message = "MissedCrossings: a sweep found {Count} status changes that no price had announced.")]
    private partial void LogMissedCrossings(long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MissingRiskMark: {Underlying} has no fresh mark; its scenario range stands still.")]
    private partial void LogMissingRiskMark(object? underlying);

    [LoggerMessage(Level = LogLevel.Error, Message = "OutboxAge: a message was still to be sent {Seconds:F0} s after it was decided on.")]
    private partial void LogOutboxAge(double seconds);
}
