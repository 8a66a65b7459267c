namespace MarginFunctions.Risk.Options;

/// <summary>
/// The value of one long option on one unit of the underlying, and its sensitivities. In the currency of forward and strike when the option is linear, in coin when it is inverse.
/// Multiply by the signed quantity and the contract size; all five are additive over positions of one underlying. Equality is that of the bits of each number.
/// </summary>
/// <param name="Value">What the option is worth; never negative, never NaN.</param>
/// <param name="Delta">Change of <paramref name="Value"/> per unit of the forward.</param>
/// <param name="Gamma">Change of <paramref name="Delta"/> per unit of the forward.</param>
/// <param name="Vega">Change of <paramref name="Value"/> per unit of volatility: 1 is 100 percentage points.</param>
/// <param name="Theta">Change of <paramref name="Value"/> per year that passes, with forward, volatility and discount factor unchanged; a day's is a 365th.</param>
public readonly record struct OptionValues(double Value, double Delta, double Gamma, double Vega, double Theta);
