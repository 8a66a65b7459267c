namespace MarginFunctions.Local.Cascade;

/// <summary>One tick of a run.</summary>
/// <param name="At">When.</param>
/// <param name="Path">Prices of the path that the tick has, by symbol of the path.</param>
/// <param name="Marks">What the engine was told of the same symbols.</param>
/// <param name="Closed">Notional that liquidations have closed since the tick before, in account currency.</param>
/// <param name="Liquidating">Pools that are being liquidated after it.</param>
internal sealed record CascadeMoment(
    DateTimeOffset At, IReadOnlyDictionary<string, decimal> Path, IReadOnlyDictionary<string, decimal> Marks, decimal Closed, int Liquidating);
