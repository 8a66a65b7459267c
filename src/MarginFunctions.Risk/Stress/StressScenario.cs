namespace MarginFunctions.Risk.Stress;

/// <summary>One joint move of all underlyings, and of the volatilities that options on them are valued with.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Move">Relative move of every underlying that is not named, above −1; −0.3 is a fall of 30 %.</param>
/// <param name="Moves">Relative moves of single underlyings, each above −1.</param>
/// <param name="VolatilityMove">Relative move of the volatilities of every underlying that is not named, above −1; 0.5 makes 60 % into 90 %.</param>
/// <param name="VolatilityMoves">Relative moves of the volatilities of single underlyings, each above −1; null for none.</param>
public sealed record StressScenario(
    string Name,
    decimal Move,
    IReadOnlyDictionary<string, decimal> Moves,
    decimal VolatilityMove = 0,
    IReadOnlyDictionary<string, decimal>? VolatilityMoves = null)
{
    /// <summary>The relative move of one underlying.</summary>
    public decimal MoveOf(string underlying) => Moves.GetValueOrDefault(underlying, Move);

    /// <summary>The relative move of the volatilities of one underlying.</summary>
    public decimal VolatilityMoveOf(string underlying) => VolatilityMoves?.GetValueOrDefault(underlying, VolatilityMove) ?? VolatilityMove;
}
