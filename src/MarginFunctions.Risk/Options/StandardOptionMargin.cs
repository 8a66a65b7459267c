using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Options;

/// <summary>
/// Margin of one option position by itself, without scenarios and without netting: Deribit's standard margin. A long option has been paid for and needs none; a short one holds its mark,
/// because that is owed, and a part of the underlying, less when it is out of the money.
/// </summary>
/// <remarks>
/// <para>
/// Per unit of the underlying, inverse, all in coin: <c>U</c> price of the underlying, <c>K</c> strike, <c>O</c> the amount out of the money (<c>max(0, K − U)</c> for a call,
/// <c>max(0, U − K)</c> for a put), <c>P</c> the option's mark in coin:
/// </para>
/// <code>
/// short call   IM = max(0.15 − O/U, 0.1) + P               MM = 0.075 + P
/// short put    IM = max(max(0.15 − O/U, 0.1) + P, MM)      MM = max(0.075, 0.075·P) + P
/// </code>
/// <para>
/// Linear is the same with <c>P</c> in account currency and the fractions taken of <c>U</c>: <c>max(0.15·U − O, 0.1·U) + P</c>, <c>0.075·U + P</c>, <c>max(0.075·U, 0.075·P) + P</c>.
/// All times the size of the position and rounded up once, by <see cref="MoneyRounding.RoundUpRequirement"/>. At <c>O = 0</c> and beyond <c>O = 0.05·U</c> the initial part is 0.15 and 0.1.
/// </para>
/// <para>
/// Source: TSLab's documentation, "Deribit Margin Requirements Calculation" (doc.tslab.pro, without a date, stored copy seen 2026-11-20), which restates Deribit's contract specification of
/// inverse options. The linear form with the same fractions is that of bit.com's "Margin Rules for USD-Margined Options" (helpcenter.bit.com, article 11039356631321, without a date, seen the same
/// day); Deribit's own words for linear options were not seen. Deribit's article 1000197268 (deribit.freshdesk.com) is of an older edition with 20 % and 10 %: the fractions are parameters.
/// </para>
/// </remarks>
public sealed class StandardOptionMargin
{
    /// <summary>Fractions of the underlying.</summary>
    /// <param name="initialRate">Initial margin of an option at or in the money, at most 1.</param>
    /// <param name="initialFloorRate">The least initial margin however far out of the money, at most <paramref name="initialRate"/>.</param>
    /// <param name="maintenanceRate">Maintenance margin, positive and at most <paramref name="initialFloorRate"/>.</param>
    /// <exception cref="ArgumentException">It does not hold that 0 &lt; maintenance ≤ floor ≤ initial ≤ 1; the message has the three.</exception>
    public StandardOptionMargin(decimal initialRate, decimal initialFloorRate, decimal maintenanceRate)
    {
        if (maintenanceRate <= 0 || maintenanceRate > initialFloorRate || initialFloorRate > initialRate || initialRate > 1)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Option margin has initial rate {initialRate}, floor {initialFloorRate} and maintenance rate {maintenanceRate}; it must hold that 0 < maintenance ≤ floor ≤ initial ≤ 1."),
                nameof(initialRate));
        }

        InitialRate = initialRate;
        InitialFloorRate = initialFloorRate;
        MaintenanceRate = maintenanceRate;
    }

    /// <summary>15 %, at least 10 %, and 7.5 %.</summary>
    public static StandardOptionMargin Deribit { get; } = new(0.15m, 0.1m, 0.075m);

    /// <summary>Initial margin at or in the money, as a fraction of the underlying.</summary>
    public decimal InitialRate { get; }

    /// <summary>The least initial margin, as a fraction of the underlying.</summary>
    public decimal InitialFloorRate { get; }

    /// <summary>Maintenance margin, as a fraction of the underlying.</summary>
    public decimal MaintenanceRate { get; }

    /// <summary>The requirement of a position.</summary>
    /// <param name="size">Units of the underlying: contracts times contract size; negative when short. 0 and long need nothing.</param>
    /// <param name="isCall">True for a call, false for a put.</param>
    /// <param name="strike">Positive, in account currency.</param>
    /// <param name="underlying">Price of the underlying, positive, in account currency.</param>
    /// <param name="mark">The option's mark per unit of the underlying, not negative: coin when inverse, account currency when linear.</param>
    /// <param name="settlement">Linear or inverse; the requirement is in the same unit as <paramref name="mark"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price is out of its range; the message names it and its value.</exception>
    /// <exception cref="OverflowException">An amount is beyond a decimal.</exception>
    public OptionRequirement Requirement(decimal size, bool isCall, decimal strike, decimal underlying, decimal mark, SettlementKind settlement)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strike);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(underlying);
        ArgumentOutOfRangeException.ThrowIfNegative(mark);
        OptionChecks.Require(settlement);
        if (size >= 0)
        {
            return default;
        }

        var (initial, maintenance) = BeyondMark(isCall, strike, underlying, mark, settlement);
        return new OptionRequirement(MoneyRounding.RoundUpRequirement(-size * (initial + mark)), MoneyRounding.RoundUpRequirement(-size * (maintenance + mark)));
    }

    /// <summary>What one unit of a short option must hold on top of its mark, unrounded, in the unit of the mark. Equity that counts the option's value has paid the mark already.</summary>
    internal (decimal Initial, decimal Maintenance) BeyondMark(bool isCall, decimal strike, decimal underlying, decimal mark, SettlementKind settlement)
    {
        // In the unit of the mark: one unit of the underlying, and what the option is out of the money.
        var isLinear = settlement == SettlementKind.Linear;
        var unit = isLinear ? underlying : 1;
        var outOfTheMoney = Math.Max(0, isCall ? strike - underlying : underlying - strike) / (isLinear ? 1 : underlying);
        var maintenance = MaintenanceRate * (isCall ? unit : Math.Max(unit, mark));
        return (Math.Max(Math.Max(InitialRate * unit - outOfTheMoney, InitialFloorRate * unit), maintenance), maintenance);
    }
}
