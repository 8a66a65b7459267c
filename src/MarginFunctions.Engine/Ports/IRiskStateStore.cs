using MarginFunctions.Engine.State;

namespace MarginFunctions.Engine.Ports;

/// <summary>The versions of the risk state: one row a version, never changed. A write that has returned is seen by every later read, of any process.</summary>
public interface IRiskStateStore
{
    /// <summary>The latest version; null when there is none.</summary>
    Task<RiskStateRecord?> ReadLatestAsync(CancellationToken cancellationToken);

    /// <summary>One version; null when it is not there.</summary>
    Task<RiskStateRecord?> ReadAsync(long version, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a version if the one before it is the latest; of several writers exactly one stores it. One row is all there is to write, so a crash leaves the version stored or not.
    /// A retried write that had in fact succeeded counts as stored.
    /// </summary>
    /// <param name="next">Its version is 1, or one more than the version that was read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when another writer was first, or the version is not the next: read the latest and start again.</returns>
    Task<bool> TryAppendAsync(RiskStateRecord next, CancellationToken cancellationToken);
}
