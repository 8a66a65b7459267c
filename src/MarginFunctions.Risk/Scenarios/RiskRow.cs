namespace MarginFunctions.Risk.Scenarios;

/// <summary>One contract or asset in all scenarios, for one unit long: a coin when linear and for options and collateral, a unit of account currency when inverse. Amounts in account currency.</summary>
/// <param name="Changes">Change of value by scenario, unweighted, then by rate move of the interest charge; padded with zeros to a multiple of eight.</param>
/// <param name="Delta">Change of value as the price rises by its own amount: delta times price.</param>
/// <param name="Price">Size of one unit.</param>
/// <param name="Years">Time to expiry; 0 without one.</param>
/// <param name="BasisRate">The basis charge's rate at that time.</param>
/// <param name="VolatilityGain">Change of value to first order as volatility rises by the move of the charge for its term structure; 0 but for options.</param>
internal sealed record RiskRow(double[] Changes, double Delta, double Price, double Years, double BasisRate, double VolatilityGain);
