namespace MarginFunctions.Engine.Liquidation;

/// <summary>A slice that a plan wants and has not asked for.</summary>
/// <param name="Instrument">The contract or asset.</param>
/// <param name="Cap">What all accounts together may order of it in a minute.</param>
/// <param name="Request">The wish.</param>
internal sealed record SliceWish(string Instrument, decimal Cap, SliceRequest Request);
