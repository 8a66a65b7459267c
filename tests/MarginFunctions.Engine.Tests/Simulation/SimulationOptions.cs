namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>What may happen in a simulation.</summary>
/// <param name="Seed">One seed, one history.</param>
/// <param name="Sweeps">Whether sweeps are sent while messages come in, and time jumps past deadlines. Without them every crossing must be found by bands alone.</param>
/// <param name="Hostility">How many crashes, lost locks and duplicate deliveries there are at most in a round.</param>
internal readonly record struct SimulationOptions(int Seed, bool Sweeps, int Hostility = 6);
