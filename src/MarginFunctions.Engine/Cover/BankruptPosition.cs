namespace MarginFunctions.Engine.Cover;

/// <summary>A position of a pool whose equity is below zero.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Contracts, signed.</param>
/// <param name="Price">The bankruptcy price, positive.</param>
public sealed record BankruptPosition(string Instrument, decimal Quantity, decimal Price);
