using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Local.Hosting;

/// <summary>Notifies customers until stopped, as the functions NotifyCustomers and RetryNotifications do: each message for itself, so that a slow receiver holds up one of several workers.</summary>
internal sealed partial class NotificationPump(EngineHost host, Notifier notifier, ILogger<NotificationPump> logger) : BackgroundService
{
    private const int Workers = 16;

    private static readonly string Calls = EntityDefinition.SubscriptionPath(Entities.MarginCalls, Entities.Notifications);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Workers).SelectMany(_ => (Task[])
    [
        RunAsync(Calls, notifier.NotifyAsync, stoppingToken),
        RunAsync(Entities.NotificationRetries, notifier.RetryAsync, stoppingToken),
    ]));

    private async Task RunAsync(string path, Func<ReadOnlyMemory<byte>, CancellationToken, Task<NotificationOutcome>> handle, CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var outcome = await NotificationStep.RunAsync(host.Queues, path, handle, stoppingToken);
                if (outcome is null)
                {
                    await host.Queues.WaitAsync(path, atMost: null, stoppingToken);
                }
                else if (outcome.DeadLetterReason is { } reason)
                {
                    LogDeadLetter(path, reason, outcome.Description);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogStepFailed(failure, path);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notification of {Path} is a dead letter, {Reason}: {Description}")]
    private partial void LogDeadLetter(string path, string reason, string description);

    [LoggerMessage(Level = LogLevel.Error, Message = "A notification of {Path} failed and will be delivered again.")]
    private partial void LogStepFailed(Exception failure, string path);
}
