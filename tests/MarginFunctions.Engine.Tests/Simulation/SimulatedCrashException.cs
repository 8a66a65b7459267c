namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>A process that dies, or a reply that is lost, at a point of a port call.</summary>
internal sealed class SimulatedCrashException(string where) : Exception($"Crashed at {where}.");
