using MarginFunctions.Engine.Cover;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Hosting;

/// <summary>Opens the insurance fund and books top-ups when the app starts, so that the fund shows what it has before anyone asks it for something.</summary>
/// <param name="processor">Books.</param>
/// <param name="logger">Where it is told that this must wait.</param>
internal sealed partial class FundOpener(FundProcessor processor, ILogger<FundOpener> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await processor.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FundContendedException contended)
        {
            // Other instances start too, and one of them has been first. What is still to be booked is booked with the next request.
            LogContended(contended);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The insurance fund could not be opened at this start.")]
    private partial void LogContended(Exception contended);
}
