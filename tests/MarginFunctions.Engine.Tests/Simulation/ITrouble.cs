namespace MarginFunctions.Engine.Tests.Simulation;

/// <summary>What may go wrong in a simulation, and its count.</summary>
internal interface ITrouble
{
    /// <summary>One time in so many, while there is hostility left.</summary>
    bool Strikes(int oneIn);

    /// <summary>A process has died at a step.</summary>
    void Crashed();
}
