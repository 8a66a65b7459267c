namespace MarginFunctions.Engine.Lifecycle;

/// <summary>A call that is open.</summary>
/// <param name="Id">Unique: <c>account|pool|decision number</c>.</param>
/// <param name="Amount">What was missing to the release level when the call was made, positive, in account currency.</param>
/// <param name="CalledAt">When.</param>
/// <param name="Deadline">Unless released before this moment, the pool is liquidated.</param>
public sealed record MarginCall(string Id, decimal Amount, DateTimeOffset CalledAt, DateTimeOffset Deadline);
