namespace MarginFunctions.Risk.Scenarios;

/// <summary>One underlying's part of a requirement. Amounts in account currency, unrounded.</summary>
/// <remarks><c>Loss = (Σ Parts moved towards 0 by Deduction) − HaircutReleased</c>, to the last digits of a sum of doubles.</remarks>
/// <param name="Underlying">Its name.</param>
/// <param name="PriceRange">The relative move that scenarios are multiples of.</param>
/// <param name="Scenario">The worst one: for this underlying when losses are separate, of the whole pool when joint; null when none loses.</param>
/// <param name="Loss">The loss that counts in it, 0 without a scenario; negative for a gain in a joint scenario.</param>
/// <param name="Deduction">What the dampener takes off the sum of the parts.</param>
/// <param name="HaircutReleased">What equity was cut by for haircuts of netted collateral.</param>
/// <param name="Parts">Each position's and holding's part in it, positions first; empty without a scenario.</param>
/// <param name="Losses">The losses that count in every scenario, in the model's order; negative for gains.</param>
/// <param name="Charges">What is charged beside; charges of 0 are left out.</param>
public sealed record UnderlyingRequirement(
    string Underlying,
    double PriceRange,
    string? Scenario,
    double Loss,
    double Deduction,
    double HaircutReleased,
    IReadOnlyList<PositionLoss> Parts,
    IReadOnlyList<double> Losses,
    IReadOnlyList<ChargeAmount> Charges);
