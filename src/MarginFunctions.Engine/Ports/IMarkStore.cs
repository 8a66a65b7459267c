namespace MarginFunctions.Engine.Ports;

/// <summary>The latest accepted mark of every symbol. A write that has returned is seen by every later read, of any process.</summary>
public interface IMarkStore
{
    /// <summary>All marks.</summary>
    Task<IReadOnlyList<Mark>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Stores each mark if it is later (<see cref="Mark.AsOf"/> strictly greater) than the stored one, or the first of its symbol; safe under any number of writers.</summary>
    /// <param name="marks">At most one a symbol.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>For each mark, in order, whether it was stored.</returns>
    Task<IReadOnlyList<bool>> AdvanceAsync(IReadOnlyList<Mark> marks, CancellationToken cancellationToken);
}
