using System.Text.Json.Serialization;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.State;

/// <summary>A collateral holding and the sequence that last set it.</summary>
/// <param name="Holding">The facts; quantity 0 remembers that it was withdrawn.</param>
/// <param name="Sequence">The update that said so.</param>
/// <param name="LedgerThrough">The number of the last entry of the account's ledger that the quantity counts; 0 when it counts none.</param>
public sealed record HeldCollateral(
    CollateralHolding Holding, long Sequence, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long LedgerThrough = 0);
