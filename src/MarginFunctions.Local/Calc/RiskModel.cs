namespace MarginFunctions.Local.Calc;

/// <summary>How value at risk and expected shortfall are measured.</summary>
internal enum RiskModel
{
    /// <summary>The moves of the history, all counting the same.</summary>
    Historical,

    /// <summary>The moves of the history, older ones counting less.</summary>
    AgeWeighted,

    /// <summary>The moves of the history, each symbol's brought to its volatility of today.</summary>
    VolatilityFiltered,

    /// <summary>As if profits were normal, with their mean and covariance over the moves of the history.</summary>
    Normal,

    /// <summary>Moves drawn with the history's covariance.</summary>
    MonteCarlo,
}
