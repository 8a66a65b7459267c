using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Options;

/// <summary>European calls and puts on a forward by Black's formula, one at a time or in batches, with the same bits either way and on every machine.</summary>
/// <remarks>
/// <para>
/// Source: F. Black, "The pricing of commodity contracts", Journal of Financial Economics 3 (1976). <c>F</c> forward, <c>K</c> strike, <c>σ</c> annual volatility, <c>T</c> years, <c>s = σ·√T</c>,
/// <c>d1 = ln(F/K)/s + s/2</c>, <c>d2 = d1 − s</c>, <c>n</c> and <c>N</c> the standard normal density and distribution:
/// </para>
/// <code>
/// call   C = F·N(d1) − K·N(d2)           put  P = K·N(−d2) − F·N(−d1)
/// delta  N(d1) for a call, −N(−d1) for a put       gamma  n(d1)/(F·s)
/// vega   F·n(d1)·√T                                theta  −F·n(d1)·σ/(2·√T)
/// </code>
/// <para>
/// A discount factor multiplies all five. <b>Inverse</b> (settled in coin): the value is <c>V/F</c> coin, and the sensitivities are its own derivatives: delta <c>(Δ·F − V)/F²</c> coin per unit
/// of the forward, gamma <c>(Γ − 2·delta)/F</c>, vega and theta divided by <c>F</c>. So the delta of a position in coin, not Deribit's reported delta, which is the linear one.
/// </para>
/// <para>
/// <b>Put-call parity holds to the last bit.</b> The option out of the money is priced, and the other is that plus <c>|F − K|</c>: <c>fl(V + fl(|F − K|))</c>. Call delta minus put delta is 1.
/// </para>
/// <para>
/// <b>Ends.</b> At expiry and at zero volatility (s below 2⁻⁵⁰⁰): the intrinsic value; delta 0 or ±1, and ±½ where forward and strike are equal; vega its limit, <c>F·n(0)·√T</c> for
/// equal forward and strike and 0 elsewhere; gamma and theta 0, also at the kink, where they have no finite limit. As s grows a call's value tends to F and a put's to K, which they reach.
/// </para>
/// <para>
/// Forward and strike: from 2⁻⁵⁰⁰ to 2⁵⁰⁰ (3.1e-151 to 3.2e150). Volatility and time: finite and not negative. Discount factor: positive and finite.
/// Tested against references at 200 bits: value to 1e-15 of the greater of forward and strike, delta to 1e-15, gamma to 1e-12, vega and theta to 1e-13 of themselves.
/// </para>
/// </remarks>
public static class Black76
{
    /// <summary>Value and sensitivities of one option.</summary>
    /// <param name="forward">Forward price of the underlying at expiry, in account currency.</param>
    /// <param name="strike">Strike, in the forward's currency.</param>
    /// <param name="volatility">Annual volatility as a fraction: 0.6 is 60 %.</param>
    /// <param name="time">Years to expiry; 0 at expiry.</param>
    /// <param name="isCall">True for a call, false for a put.</param>
    /// <param name="settlement">Linear: results in the forward's currency. Inverse: in coin.</param>
    /// <param name="discountFactor">Today's value of one unit at expiry; 1 for the forward value.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range or NaN; the message names it and its value.</exception>
    public static OptionValues Evaluate(
        double forward,
        double strike,
        double volatility,
        double time,
        bool isCall,
        SettlementKind settlement = SettlementKind.Linear,
        double discountFactor = 1)
    {
        OptionChecks.Require(settlement);
        OptionChecks.RequireValid(forward, strike, volatility, time, discountFactor);
        Black76Kernel.Linear(
            OneLane.Of(forward), OneLane.Of(strike), OneLane.Of(volatility), OneLane.Of(time), OneLane.Mask(isCall), out var value, out var delta, out var gamma, out var vega, out var theta);
        if (settlement == SettlementKind.Inverse)
        {
            Black76Kernel.ToInverse(OneLane.Of(forward), ref value, ref delta, ref gamma, ref vega, ref theta);
        }

        return new OptionValues(
            value.Number * discountFactor, delta.Number * discountFactor, gamma.Number * discountFactor, vega.Number * discountFactor, theta.Number * discountFactor);
    }

    /// <summary>Value and sensitivities of many options. Allocates nothing; entry <c>i</c> has the bits of <see cref="Evaluate(double, double, double, double, bool, SettlementKind, double)"/>.</summary>
    /// <param name="options">The options.</param>
    /// <param name="results">Where the results go: as many entries as options, in memory that overlaps no input and no other output.</param>
    /// <param name="settlement">Linear: results in the forward's currency. Inverse: in coin.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range or NaN; the message names the option's index, the number and its value. What results hold is then undefined.</exception>
    /// <exception cref="ArgumentException">Lengths differ or memory overlaps.</exception>
    public static void Evaluate(OptionBatch options, OptionValuesBatch results, SettlementKind settlement = SettlementKind.Linear)
    {
        OptionChecks.Require(settlement);
        OptionChecks.RequireRoom(options, results);
        Black76Batch.Evaluate(options, results, settlement == SettlementKind.Inverse);
    }
}
