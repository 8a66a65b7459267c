using MarginFunctions.Engine.Lifecycle;

namespace MarginFunctions.Engine.Coverage;

/// <summary>How many stand where, as the engine last decided.</summary>
/// <param name="Status">The status.</param>
/// <param name="Accounts">Accounts whose worst pool has it.</param>
/// <param name="Pools">Pools that have it.</param>
public sealed record StatusCount(MarginStatus Status, int Accounts, int Pools);
