namespace MarginFunctions.Engine.Liquidation;

/// <summary>A wish for a part of what an instrument's minute takes.</summary>
/// <param name="Id">The job that the order is for: asking again with it takes nothing more.</param>
/// <param name="Shard">Who is told when more can be taken.</param>
/// <param name="Wanted">Contracts or units, positive.</param>
/// <param name="Least">The least that is of use, at most <paramref name="Wanted"/>.</param>
/// <param name="Lot">What is granted is a whole number of lots, or all that is wanted.</param>
public sealed record SliceRequest(string Id, int Shard, decimal Wanted, decimal Least, decimal Lot);
