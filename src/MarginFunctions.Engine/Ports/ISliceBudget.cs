using MarginFunctions.Engine.Liquidation;

namespace MarginFunctions.Engine.Ports;

/// <summary>What liquidations of all accounts together may still order of an instrument in a minute, shared by every shard and worker.</summary>
/// <remarks>A write that has returned is seen by every later read, of any process. What is taken and not used is lost for its minute only.</remarks>
public interface ISliceBudget
{
    /// <summary>Takes slices, in order: each as <see cref="MinuteSlices.Take"/> has it. A request whose id was granted before gets the same again, whatever it asks for, so taking twice takes once.</summary>
    /// <param name="minute">The instrument, the minute and its cap.</param>
    /// <param name="requests">Each id once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What each is granted; 0 for nothing.</returns>
    Task<IReadOnlyList<decimal>> TakeAsync(SliceMinute minute, IReadOnlyList<SliceRequest> requests, CancellationToken cancellationToken);

    /// <summary>The shards of which a request was not granted whole, ascending.</summary>
    /// <param name="from">The first minute that is looked at.</param>
    /// <param name="before">The minute after the last one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<int>> FindRefusedAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Forgets the minutes before a moment.</summary>
    Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
