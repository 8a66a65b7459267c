namespace MarginFunctions.Risk.Tail;

/// <summary>Positions of one or more portfolios, one after the other: position <c>i</c> is entry <c>i</c> of both spans.</summary>
public readonly ref struct PortfolioPositions
{
    private readonly ReadOnlySpan<int> ends;

    /// <summary>One portfolio.</summary>
    /// <param name="instruments">Rows of a <see cref="ScenarioMatrix"/>; the same one twice is two positions.</param>
    /// <param name="quantities">Units, positive long, negative short; finite.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public PortfolioPositions(ReadOnlySpan<int> instruments, ReadOnlySpan<double> quantities)
    {
        if (quantities.Length != instruments.Length)
        {
            throw new ArgumentException($"There are {quantities.Length} quantities for {instruments.Length} instruments.", nameof(quantities));
        }

        Instruments = instruments;
        Quantities = quantities;
        Portfolios = 1;
    }

    /// <summary>Several portfolios.</summary>
    /// <param name="ends">For each portfolio, how many positions it and those before it have; never falling, the last is the number of positions.</param>
    /// <param name="instruments">Rows of a <see cref="ScenarioMatrix"/>; the same one twice is two positions.</param>
    /// <param name="quantities">Units, positive long, negative short; finite.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or an end is below the one before it or is not the last's; the message names the portfolio.</exception>
    public PortfolioPositions(ReadOnlySpan<int> ends, ReadOnlySpan<int> instruments, ReadOnlySpan<double> quantities)
        : this(instruments, quantities)
    {
        var before = 0;
        for (var n = 0; n < ends.Length; n++)
        {
            if (ends[n] < before)
            {
                throw new ArgumentException($"Portfolio {n} ends at position {ends[n]}, before {before}, where it starts.", nameof(ends));
            }

            before = ends[n];
        }

        if (before != instruments.Length)
        {
            throw new ArgumentException($"The last portfolio ends at position {before}; there are {instruments.Length} positions.", nameof(ends));
        }

        this.ends = ends;
        Portfolios = ends.Length;
    }

    /// <summary>How many portfolios.</summary>
    public int Portfolios { get; }

    /// <summary>The instrument of every position.</summary>
    public ReadOnlySpan<int> Instruments { get; }

    /// <summary>The quantity of every position.</summary>
    public ReadOnlySpan<double> Quantities { get; }

    /// <summary>The positions of one portfolio.</summary>
    internal void Find(int portfolio, out ReadOnlySpan<int> instruments, out ReadOnlySpan<double> quantities)
    {
        var (start, end) = ends.IsEmpty ? (0, Instruments.Length) : (portfolio == 0 ? 0 : ends[portfolio - 1], ends[portfolio]);
        instruments = Instruments[start..end];
        quantities = Quantities[start..end];
    }

    /// <summary>Every instrument is one and every quantity a number.</summary>
    internal void Check(int instruments)
    {
        for (var n = 0; n < Instruments.Length; n++)
        {
            if ((uint)Instruments[n] >= (uint)instruments || !double.IsFinite(Quantities[n]))
            {
                throw (uint)Instruments[n] >= (uint)instruments
                    ? new ArgumentException($"Position {n} is in instrument {Instruments[n]}; there are {instruments}, from 0 on.", nameof(instruments))
                    : new ArgumentException($"Position {n} has quantity {Quantities[n]}; a quantity is a finite number.", nameof(instruments));
            }
        }
    }
}
