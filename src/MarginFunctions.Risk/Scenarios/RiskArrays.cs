using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>
/// What one unit of every contract gains or loses in every scenario, at one set of marks: SPAN's risk arrays. Rows are made when first asked for, so a market of a thousand options costs an account
/// only those that it holds, and are shared by all accounts.
/// </summary>
/// <remarks>For any number of threads: a row depends on its slot alone, so that two threads that make it at once make the same.</remarks>
internal sealed class RiskArrays
{
    private readonly RiskRow?[] rows;
    private readonly UnderlyingMoves?[] moves;
    private readonly DepegCharge?[] depegs;

    public RiskArrays(PortfolioMarginModel model, MarkSet marks)
    {
        Model = model;
        Marks = marks;
        Slots = marks.Parameters.Slots;
        rows = new RiskRow?[Slots.Count];
        moves = new UnderlyingMoves?[Slots.Underlyings.Length];
        depegs = [.. Slots.Assets.Select(a => model.Charges.Depegs.FirstOrDefault(d => d.Asset == a.Asset))];
        Stride = (model.Scenarios.Count + model.RateMoves.Count + 7) & ~7;
    }

    public PortfolioMarginModel Model { get; }

    public MarkSet Marks { get; }

    public ContractSlots Slots { get; }

    /// <summary>Doubles in a row: scenarios and rate moves, padded to a multiple of eight.</summary>
    public int Stride { get; }

    /// <summary>The depeg charge of a collateral asset's slot, or null.</summary>
    public DepegCharge? DepegOf(int slot) => depegs[slot - Slots.Instruments.Length - Slots.Options.Length];

    /// <summary>What scenarios do to an underlying; its range is the risk state's, and the model's where that has none.</summary>
    public UnderlyingMoves MovesOf(int underlying)
    {
        if (Volatile.Read(ref moves[underlying]) is { } known)
        {
            return known;
        }

        var name = Slots.Underlyings[underlying];
        var made = new UnderlyingMoves(Model, (double)(Marks.Risk.PriceRanges.TryGetValue(name, out var range) ? range : Model.RangeOf(name)));
        Volatile.Write(ref moves[underlying], made);
        return made;
    }

    /// <summary>The row of a slot.</summary>
    /// <returns>False when a mark or the moment that it needs is missing, with what.</returns>
    public bool TryRow(int slot, out RiskRow row, out string? missing)
    {
        missing = null;
        if (Volatile.Read(ref rows[slot]) is { } known)
        {
            row = known;
            return true;
        }

        if (!RiskRows.TryMake(this, slot, out var made, out missing))
        {
            row = null!;
            return false;
        }

        Volatile.Write(ref rows[slot], made);
        row = made;
        return true;
    }
}
