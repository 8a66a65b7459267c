using Microsoft.Extensions.Hosting;

namespace MarginFunctions.Storage;

/// <summary>Creates the tables that are not there yet.</summary>
/// <param name="tables">The deployment's tables.</param>
internal sealed class TableInitializer(EngineTables tables) : IHostedLifecycleService
{
    /// <summary>Runs before any hosted service starts, and so before the Functions worker takes its first message.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(tables.All.Select(table => table.CreateIfNotExistsAsync(cancellationToken)));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
