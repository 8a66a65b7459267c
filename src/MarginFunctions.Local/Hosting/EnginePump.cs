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
    private static readonly TimeSpan LiquidationEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RiskStateEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShareEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMinutes(1);

    private readonly EngineSteps steps = new(host, Batch);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        RunAsync(Entities.PositionUpdates, steps.RoutePositionUpdatesAsync, stoppingToken),
        RunAsync(Entities.LiquidationFills, steps.RouteLiquidationFillsAsync, stoppingToken),
        RunAsync(Entities.PriceUpdates, steps.IngestPricesAsync, stoppingToken),
        .. Enumerable.Range(0, ShardWorkers).Select(_ => RunAsync(Entities.ShardWork, steps.ProcessShardAsync, stoppingToken)),
        RunAsync(Entities.CoverageRequests, steps.SettleCoverageAsync, stoppingToken),
        EveryAsync(SweepEvery, host.Sweeper.SweepAsync, stoppingToken),
        .. host.Parameters.Liquidation is null ? Array.Empty<Task>() : [EveryAsync(LiquidationEvery, steps.RunLiquidationJobsAsync, stoppingToken)],
        .. host.Parameters.Fund is null ? Array.Empty<Task>() : [EveryAsync(ShareEvery, steps.ShareLossesAsync, stoppingToken)],
        EveryAsync(ReportEvery, host.Coverage.ReportAsync, stoppingToken),
        .. host.Parameters.DynamicMargin is null ? Array.Empty<Task>() : [EveryAsync(RiskStateEvery, steps.UpdateRiskStateAsync, stoppingToken)],
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

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> step, CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(period, host.Time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await step(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogTimerFailed(failure, step.Method.Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of queue {Queue} failed; its messages will be delivered again.")]
    private partial void LogStepFailed(Exception failure, string queue);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Step} failed; it is tried again at its next turn.")]
    private partial void LogTimerFailed(Exception failure, string step);
}
