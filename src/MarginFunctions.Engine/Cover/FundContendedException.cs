namespace MarginFunctions.Engine.Cover;

/// <summary>Other writers were first too often. The request has changed nothing; it is to be tried again later.</summary>
/// <param name="currency">The fund.</param>
/// <param name="attempts">How often it was tried.</param>
public sealed class FundContendedException(string currency, int attempts)
    : Exception($"The fund in {currency} was changed by others {attempts} times in a row. Try the request again later; if this goes on, see whether two deployments share the tables.");
