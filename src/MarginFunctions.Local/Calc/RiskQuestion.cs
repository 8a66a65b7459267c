using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Calc;

/// <summary>What <c>calc --prices</c> is asked beyond the document.</summary>
/// <param name="Source">The history's file, for messages.</param>
/// <param name="History">What prices did.</param>
/// <param name="Model">How the tail is measured.</param>
/// <param name="Level">Of value at risk and expected shortfall.</param>
/// <param name="Horizon">Over how long.</param>
/// <param name="Returns">How moves over the horizon are taken from the history.</param>
/// <param name="Quantile">How a quantile is read from equally weighted scenarios.</param>
/// <param name="Decay">λ of weights by age, or of the volatility filter; null for the model's own.</param>
/// <param name="Simulations">Scenarios that are drawn.</param>
/// <param name="Seed">Names the simulation.</param>
/// <param name="DegreesOfFreedom">Of Student t moves; null for normal ones.</param>
/// <param name="CallProbability">The most that the advised collateral may leave.</param>
/// <param name="Asset">A second asset to advise in for cross pools; null for none.</param>
internal sealed record RiskQuestion(
    string Source,
    JointHistory History,
    RiskModel Model,
    ConfidenceLevel Level,
    Horizon Horizon,
    ReturnSampling Returns,
    QuantileRule Quantile,
    double? Decay,
    int Simulations,
    ulong Seed,
    double? DegreesOfFreedom,
    CallProbability CallProbability,
    string? Asset)
{
    // RiskMetrics' daily decay for volatilities; the greater of the two that Boudoukh, Richardson and Whitelaw try for weights.
    private const double FilterDecay = 0.94;
    private const double AgeDecay = 0.99;

    /// <summary>λ of weights by age.</summary>
    public double WeightDecay => Decay ?? AgeDecay;

    /// <summary>λ of the volatility filter, or null when moves are not filtered.</summary>
    public double? Filter => Model == RiskModel.VolatilityFiltered ? Decay ?? FilterDecay : null;
}
