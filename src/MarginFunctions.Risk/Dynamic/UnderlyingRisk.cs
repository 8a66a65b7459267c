namespace MarginFunctions.Risk.Dynamic;

/// <summary>What is known of one underlying's volatility, and its range in force. Plain facts that are stored as they are.</summary>
/// <param name="Underlying">The index.</param>
/// <param name="Range">The published scenario range, a fraction from floor to cap.</param>
/// <param name="Variance">Annual EWMA variance, a fraction squared, not negative.</param>
/// <param name="Mark">The last mark that counted; null when none has.</param>
/// <param name="MarkAt">When that was.</param>
/// <param name="Shock">What that mark added: <c>r·√((1 − d)/Δ)</c>, for the covariance with underlyings that are marked in the same stretch of time; 0 of a first mark.</param>
/// <param name="Covariances">Annual EWMA covariance with each underlying of a lower name.</param>
public sealed record UnderlyingRisk(
    string Underlying, decimal Range, double Variance, decimal? Mark, DateTimeOffset? MarkAt, double Shock, IReadOnlyDictionary<string, double> Covariances);
