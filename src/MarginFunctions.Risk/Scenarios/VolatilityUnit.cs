namespace MarginFunctions.Risk.Scenarios;

/// <summary>What a volatility range is added to or multiplied with.</summary>
public enum VolatilityUnit
{
    /// <summary>A fraction of the volatility itself: 0.5 takes 60 % to 90 %.</summary>
    Relative,

    /// <summary>Volatility points: 0.1 takes 60 % to 70 %.</summary>
    Points,
}
