namespace MarginFunctions.Risk.Tail;

/// <summary>What happens when a level lies outside the sample's probabilities.</summary>
public enum TailExtrapolation
{
    /// <summary>An error: the sample is too short for the level.</summary>
    Refuse,

    /// <summary>The nearest observation stands for everything beyond it.</summary>
    Flat,
}
