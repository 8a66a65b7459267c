namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>What may happen in a simulation.</summary>
/// <param name="Seed">One seed, one history.</param>
/// <param name="Sweeps">Whether sweeps are sent while messages come in, and time jumps past deadlines. Without them every crossing must be found by bands alone.</param>
/// <param name="HasScenarios">Whether there are options, accounts in portfolio mode and ranges that follow the market. What bands promise then holds for a moment and a version of ranges.</param>
/// <param name="Hostility">How many crashes, lost locks and duplicate deliveries there are at most in a round.</param>
internal readonly record struct SimulationOptions(int Seed, bool Sweeps, bool HasScenarios = false, int Hostility = 6)
{
    /// <summary>Whether clock and ranges stand still while messages come in, so that all bands are of the same moment and must hold for every account to the last place.</summary>
    public bool IsStill => HasScenarios && !Sweeps;
}
