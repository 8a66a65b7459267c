namespace MarginFunctions.Risk.Stress;

/// <summary>One joint move of all underlyings.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Move">Relative move of every underlying that is not named, above −1; −0.3 is a fall of 30 %.</param>
/// <param name="Moves">Relative moves of single underlyings, each above −1.</param>
public sealed record StressScenario(string Name, decimal Move, IReadOnlyDictionary<string, decimal> Moves)
{
    /// <summary>The relative move of one underlying.</summary>
    public decimal MoveOf(string underlying) => Moves.GetValueOrDefault(underlying, Move);
}
