namespace MarginFunctions.Risk.Backtesting;

/// <summary>What a number of breaches says of the model, read from <see cref="TrafficLight"/>.</summary>
public enum TrafficLightZone
{
    /// <summary>No more breaches than a right model easily has.</summary>
    Green,

    /// <summary>More than a right model has in 95 of 100 histories: it may be wrong.</summary>
    Yellow,

    /// <summary>A right model practically never has as many.</summary>
    Red,
}
