using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Risk.Resolution;

/// <summary>A position joined with its contract's terms, ready to be valued against a mark.</summary>
public readonly struct ResolvedPosition
{
    internal ResolvedPosition(Position position, Instrument instrument, int symbol)
    {
        Position = position;
        Instrument = instrument;
        Symbol = symbol;
        Exposure = position.Quantity * instrument.ContractSize;
        EntryPrice = position.EntryPrice;
        IsInverse = instrument.Settlement == SettlementKind.Inverse;
        WholeExposure = IsInverse ? 0 : WholeNumbers.FromDecimal(Exposure);
    }

    /// <summary>The facts as the broker stated them.</summary>
    public Position Position { get; }

    /// <summary>The contract's terms.</summary>
    public Instrument Instrument { get; }

    /// <summary>The index of the instrument's mark.</summary>
    public int Symbol { get; }

    /// <summary><c>q·m</c>, signed: coins when linear, account currency when inverse.</summary>
    public decimal Exposure { get; }

    /// <summary>Average entry price, positive.</summary>
    public decimal EntryPrice { get; }

    /// <summary>True for coin-settled contracts.</summary>
    public bool IsInverse { get; }

    /// <summary>A linear position's exposure in 10⁻⁸, signed; 0 when it does not fit, and for inverse positions, which need a division.</summary>
    internal long WholeExposure { get; }

    /// <summary>Profit in account currency at mark <paramref name="mark"/>, unrounded. Inverse: the profit in coin valued at the mark, <c>q·m·(S − entry)/entry</c>.</summary>
    public decimal Profit(decimal mark) => IsInverse ? Exposure * (mark - EntryPrice) / EntryPrice : Exposure * (mark - EntryPrice);

    /// <summary>Size in account currency, not negative. Inverse contracts are sized in account currency, so theirs does not move with the mark.</summary>
    public decimal Notional(decimal mark) => Math.Abs(IsInverse ? Exposure : Exposure * mark);

    /// <summary>Adds profit and requirements at a mark to running sums; a linear position's entry value is left out, for the pool holds it as a constant.</summary>
    internal void Add(decimal mark, ref decimal equity, ref decimal initial, ref decimal maintenance)
    {
        if (IsInverse)
        {
            equity += Profit(mark);
            Instrument.Tiers.AddRequirements(Math.Abs(Exposure), ref initial, ref maintenance);
            return;
        }

        var value = Exposure * mark;
        equity += value;
        Instrument.Tiers.AddRequirements(Math.Abs(value), ref initial, ref maintenance);
    }

    /// <summary>What <see cref="Add"/> leaves out: a linear position's <c>q·m·entry</c>.</summary>
    internal decimal ConstantCost => IsInverse ? 0 : Exposure * EntryPrice;
}
