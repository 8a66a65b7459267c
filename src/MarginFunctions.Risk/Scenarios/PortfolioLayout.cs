using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>A pool laid out for scenarios: its positions by underlying and by expiry, sizes as doubles. Made once a pool and used at every set of marks.</summary>
/// <remarks>Underlyings are in ordinal order, expiries rise, perpetuals come first, and positions of one expiry keep the portfolio's order. All sums are in this order.</remarks>
internal sealed class PortfolioLayout
{
    public PortfolioLayout(ResolvedPool pool, RiskParameters parameters)
    {
        Parameters = parameters;
        var slots = parameters.Slots;
        Row[] rows =
        [
            .. pool.PositionArray.Select(p => Row.Of(p.Position.Instrument, slots.OfContract(p.Position.Instrument), (double)p.Exposure, isOption: false, p.Instrument.Expiry)),
            .. pool.OptionArray.Select(o => Row.Of(o.Position.Instrument, slots.OfContract(o.Position.Instrument), (double)o.Exposure, isOption: true, o.Contract.Expiry)),
        ];
        Rows = [.. rows.OrderBy(r => slots.UnderlyingOf(r.Slot)).ThenBy(r => r.Expiry)];
        for (var i = 0; i < Rows.Length; i++)
        {
            var isLast = i + 1 == Rows.Length || slots.UnderlyingOf(Rows[i].Slot) != slots.UnderlyingOf(Rows[i + 1].Slot) || Rows[i].Expiry != Rows[i + 1].Expiry;
            Rows[i] = Rows[i] with { EndsExpiry = isLast };
        }

        Collateral = [.. pool.CollateralArray.Select(c => new Holding(SlotOf(c, pool, slots), c)).OrderBy(h => slots.UnderlyingOf(h.Slot))];
        Groups = [.. Rows.Select(r => r.Slot).Concat(Collateral.Select(c => c.Slot)).Select(slots.UnderlyingOf).Distinct().Order().Select(u => new Group(
            u,
            Array.FindIndex(Rows, r => slots.UnderlyingOf(r.Slot) == u),
            Rows.Count(r => slots.UnderlyingOf(r.Slot) == u),
            Array.FindIndex(Collateral, c => slots.UnderlyingOf(c.Slot) == u),
            Collateral.Count(c => slots.UnderlyingOf(c.Slot) == u)))];
    }

    /// <summary>The version whose slots it uses.</summary>
    public RiskParameters Parameters { get; }

    /// <summary>Positions, a group's together.</summary>
    public Row[] Rows { get; }

    /// <summary>Holdings of anything but the account currency, a group's together.</summary>
    public Holding[] Collateral { get; }

    /// <summary>Underlyings with a position or a holding.</summary>
    public Group[] Groups { get; }

    private static int SlotOf(ResolvedCollateral holding, ResolvedPool pool, ContractSlots slots) => holding.Schedule is { } schedule
        ? slots.OfAsset(schedule.Asset)
        : throw new ArgumentException($"Pool {pool.Key} is an isolated position; those are margined alone, not by scenarios.", nameof(pool));

    /// <summary>A position.</summary>
    internal readonly record struct Row(string Name, int Slot, double Size, bool IsOption, DateTimeOffset Expiry, bool EndsExpiry)
    {
        public static Row Of(string name, int slot, double size, bool isOption, DateTimeOffset? expiry) => new(name, slot, size, isOption, expiry ?? DateTimeOffset.MinValue, EndsExpiry: false);
    }

    /// <summary>A collateral holding.</summary>
    internal readonly record struct Holding(int Slot, ResolvedCollateral Collateral);

    /// <summary>One underlying's part of <see cref="Rows"/> and of <see cref="Collateral"/>.</summary>
    internal readonly record struct Group(int Underlying, int FirstRow, int RowCount, int FirstHolding, int HoldingCount);
}
