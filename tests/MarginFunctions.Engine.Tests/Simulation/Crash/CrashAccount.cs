using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>What the broker knows of an account: the truth that its messages state.</summary>
internal sealed class CrashAccount(string id)
{
    public string Id { get; } = id;

    public long Sequence { get; set; }

    public SortedDictionary<string, Position> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>By asset.</summary>
    public SortedDictionary<string, decimal> Collateral { get; } = new(StringComparer.Ordinal);

    /// <summary>What the customer lets the engine draw on; null when it has not agreed.</summary>
    public decimal? Reserve { get; set; }

    public decimal ReserveMinimum { get; set; }

    public decimal CreditLine { get; set; }

    /// <summary>What is drawn on the line, as booked.</summary>
    public decimal Loan { get; set; }

    /// <summary>Entries of the engine that are booked; they come in any order, so those above the first gap wait.</summary>
    public SortedSet<long> Booked { get; } = [];

    /// <summary>Up to which number every entry is booked.</summary>
    public long LedgerThrough { get; set; }

    public void Add(string asset, decimal quantity) => Collateral[asset] = Collateral.GetValueOrDefault(asset) + quantity;
}
