using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>What it takes to trade one contract or asset. Facts only: no price and no position.</summary>
public sealed record MarketTerms
{
    private const decimal SmallestLot = 0.00000001m;
    private const decimal LargestLot = 1_000_000_000m;

    /// <summary>Terms of one market.</summary>
    /// <param name="impact">What a close is expected to lose against the mark, per unit of notional; at least 0, at most 0.99.</param>
    /// <param name="lot">Contracts or units an order is a whole number of; from 10⁻⁸ to a billion.</param>
    /// <param name="minimumSize">The least order, in contracts or units; at least 0, at most a billion. What is smaller as a whole may be closed as a whole.</param>
    /// <param name="perMinute">The most that liquidations of all accounts together may order in a minute, in contracts or units; at least the smallest order, at most a billion. Null for no end.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message names item and value.</exception>
    public MarketTerms(decimal impact, decimal lot, decimal minimumSize, decimal? perMinute = null)
    {
        ModelChecks.Within(impact, 0, 0.99m, "The impact per notional", nameof(impact));
        ModelChecks.Within(lot, SmallestLot, LargestLot, "The lot", nameof(lot));
        ModelChecks.Within(minimumSize, 0, LargestLot, "The minimum size", nameof(minimumSize));
        Impact = impact;
        Lot = lot;
        MinimumSize = minimumSize;
        if (perMinute is { } most)
        {
            ModelChecks.Within(most, SmallestOrder, LargestLot, "The cap per minute", nameof(perMinute));
        }

        PerMinute = perMinute;
    }

    /// <summary>Expected loss against the mark, per unit of notional.</summary>
    public decimal Impact { get; }

    /// <summary>Contracts or units an order is a whole number of.</summary>
    public decimal Lot { get; }

    /// <summary>The least order, in contracts or units.</summary>
    public decimal MinimumSize { get; }

    /// <summary>The most that liquidations of all accounts together may order in a minute, in contracts or units; null for no end. So they do not feed a cascade.</summary>
    public decimal? PerMinute { get; }

    /// <summary>The least order that is a whole number of lots: at least the minimum size.</summary>
    public decimal SmallestOrder => MinimumLots * Lot;

    /// <summary>The least order in whole lots, at least 1.</summary>
    internal decimal MinimumLots => Math.Max(1, decimal.Ceiling(MinimumSize / Lot));

    /// <summary>Lots that a size without sign fills, the last one perhaps in part.</summary>
    internal decimal LotsOf(decimal size) => size > 0 ? Math.Max(1, decimal.Ceiling(size / Lot)) : 0;

    /// <summary>The size of an order: a position that is no whole number of lots goes entirely with its last one.</summary>
    internal decimal SizeOf(decimal lots, decimal held) => lots >= LotsOf(held) ? held : lots * Lot;
}
