namespace MarginFunctions.Risk.Dynamic;

/// <summary>A mark as it moves volatility.</summary>
/// <param name="Underlying">The index.</param>
/// <param name="Price">Positive, in account currency.</param>
/// <param name="At">When its source made it.</param>
public readonly record struct UnderlyingMark(string Underlying, decimal Price, DateTimeOffset At);
