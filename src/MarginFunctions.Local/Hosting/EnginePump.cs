using MarginFunctions.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Local.Hosting;

/// <summary>Runs the engine's steps until stopped, as the Functions host runs triggers.</summary>
internal sealed partial class EnginePump(EngineHost host, ILogger<EnginePump> logger) : BackgroundService
{
    private const int Batch = 4096;
    private const int ShardWorkers = 4;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly EngineSteps steps = new(host, Batch);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        RunAsync(Entities.PositionUpdates, steps.RoutePositionUpdatesAsync, stoppingToken),
        RunAsync(Entities.LiquidationFills, steps.RouteLiquidationFillsAsync, stoppingToken),
        RunAsync(Entities.PriceUpdates, steps.IngestPricesAsync, stoppingToken),
        .. Enumerable.Range(0, ShardWorkers).Select(_ => RunAsync(Entities.ShardWork, steps.ProcessShardAsync, stoppingToken)),
        SweepAsync(stoppingToken),
    ]);

    private async Task RunAsync(string queue, Func<CancellationToken, Task<bool>> step, CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await step(stoppingToken))
                {
                    await host.Queues.WaitAsync(queue, atMost: null, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The messages have been given back; after ten deliveries they are dead letters. What is handled here is logged, never swallowed.
                LogStepFailed(failure, queue);
            }
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, host.Time);
        await RunAsync(
            Entities.ShardWork,
            async stop =>
            {
                await timer.WaitForNextTickAsync(stop);
                await host.Sweeper.SweepAsync(stop);
                return true;
            },
            stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of queue {Queue} failed; its messages will be delivered again.")]
    private partial void LogStepFailed(Exception failure, string queue);
}
