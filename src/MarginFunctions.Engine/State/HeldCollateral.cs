using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.State;

/// <summary>A collateral holding and the sequence that last set it.</summary>
/// <param name="Holding">The facts; quantity 0 remembers that it was withdrawn.</param>
/// <param name="Sequence">The update that said so.</param>
public sealed record HeldCollateral(CollateralHolding Holding, long Sequence);
