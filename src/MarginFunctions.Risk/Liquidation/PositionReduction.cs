using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Liquidation;

/// <summary>How much of one perpetual or future must be closed to restore a level, in closed form.</summary>
/// <remarks>
/// With <c>u</c> a contract's notional (<c>S·m</c> linear, <c>m</c> inverse), <c>c</c> the impact and a single tier the size is
/// <c>shortage / (u·(level·mmr − fee − c) − u·fundFee)</c>: what a contract frees less what closing it costs. Through tiers it is the same from bracket to bracket, from the highest that is filled down; rates fall on the
/// way, so the first bracket whose denominator is not positive ends the walk: closing more would only cost. Closing at the mark leaves equity as it is, apart from fees and impact.
/// Source: the denominator is this project's own algebra; the requirement is that of <see cref="TierTable"/>.
/// </remarks>
/// <param name="Exact">Contracts without regard to lots, not negative; the whole position when no part of it restores.</param>
/// <param name="Size">Contracts to close: whole lots rounded up, not below the market's minimum and never more than is held; everything when a part does not restore.</param>
/// <param name="Restores">Whether closing <paramref name="Size"/> makes up for the shortage. False: everything, and the rest is for others to cover.</param>
public readonly record struct PositionReduction(decimal Exact, decimal Size, bool Restores)
{
    /// <summary>Finds the smallest reduction.</summary>
    /// <param name="shortage"><c>level·MM − E</c> of the position's pool, in account currency; 0 or less needs nothing.</param>
    /// <param name="position">The position.</param>
    /// <param name="mark">Its mark, positive.</param>
    /// <param name="terms">Fees, level and the market of the instrument.</param>
    public static PositionReduction Find(decimal shortage, in ResolvedPosition position, decimal mark, LiquidationTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mark);
        if (shortage <= 0)
        {
            return new PositionReduction(0, 0, Restores: true);
        }

        var market = terms.MarketOf(position.Instrument.Symbol);
        var tiers = position.Instrument.Tiers;
        var cost = terms.FeeRate + terms.FundFeeRate + market.Impact;
        var held = Math.Abs(position.Position.Quantity);
        var unit = position.Instrument.ContractSize * (position.IsInverse ? 1 : mark);
        var notional = held * unit;

        // What closing some of it adds to E − level·MM, without a division: whether a size restores does not depend on a quotient's last digit.
        decimal Gain(decimal size) => terms.RestoreLevel * (tiers.Maintenance(notional) - tiers.Maintenance(Math.Max(0, notional - size * unit))) - cost * size * unit;

        var all = new PositionReduction(held, held, Gain(held) >= shortage);
        if (Walk(shortage, notional, tiers, terms.RestoreLevel, cost) is not { } closed)
        {
            return all;
        }

        var exact = Math.Min(held, closed / unit);
        var lots = Math.Max(market.LotsOf(exact), market.MinimumLots);
        if (lots > market.MinimumLots && Gain((lots - 1) * market.Lot) >= shortage)
        {
            lots--;
        }
        else if (Gain(market.SizeOf(lots, held)) < shortage)
        {
            lots++;
        }

        var size = market.SizeOf(lots, held);
        return size < held && Gain(size) >= shortage ? new PositionReduction(exact, size, Restores: true) : all with { Exact = exact };
    }

    /// <summary>The notional to close, or null when no part of the position restores.</summary>
    private static decimal? Walk(decimal shortage, decimal notional, TierTable tiers, decimal level, decimal cost)
    {
        var left = shortage;
        var here = notional;
        for (var n = tiers.Tiers.Count - 1; n >= 0; n--)
        {
            var tier = tiers.Tiers[n];
            if (here <= tier.Floor)
            {
                continue;
            }

            var rate = level * tier.MaintenanceRate - cost;
            if (rate <= 0)
            {
                return null;
            }

            var inBracket = here - tier.Floor;
            if (left <= rate * inBracket)
            {
                return notional - here + left / rate;
            }

            left -= rate * inBracket;
            here = tier.Floor;
        }

        return null;
    }
}
