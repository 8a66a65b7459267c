using MarginFunctions.Risk.Numerics;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>How far volatilities move in scenarios, by time to expiry.</summary>
/// <remarks>
/// <para>For an option with <c>d</c> days left and a scenario's multiple <c>k</c>, <c>s = (30/max(d, floor))^p</c> with <c>p</c> the power for shorter expiries up to 30 days and for longer ones beyond:</para>
/// <code>
/// relative   σ·(1 + k·up·s)     k &gt; 0, at least the floor of volatility        σ·max(0, 1 + k·down·s)   k &lt; 0
/// points     σ + k·up·s         k &gt; 0, at least the floor of volatility        max(0, σ + k·down·s)     k &lt; 0
/// </code>
/// <para>
/// <c>k = 0</c> leaves it as it is, to the last bit. The power is taken with the project's own exponential and logarithm. Sources: Deribit API, example reply of <c>private/pme/simulate</c> (ranges, powers and
/// <c>min_volatility_for_shock_up</c>; page of API version 2.1.1, timestamp 2024-06-17, seen 2026-11-25); the same form, with the floor of days, in Derive's PMRM (github.com/derivexyz/v2-core, 7736900, 2026-01-21).
/// </para>
/// </remarks>
public sealed record VolatilityRange
{
    private const double PowerChangesAt = 30;

    /// <summary>A range.</summary>
    /// <param name="up">0 to 10, of <paramref name="unit"/>.</param>
    /// <param name="down">0 to 10, of <paramref name="unit"/>.</param>
    /// <param name="unit">Fractions of the volatility, or points.</param>
    /// <param name="shortPower">Power up to 30 days to expiry, 0 to 2.</param>
    /// <param name="longPower">Power beyond, 0 to 2.</param>
    /// <param name="dayFloor">Expiries nearer than this count as this far, so that the range stays finite; above 0, at most 30.</param>
    /// <param name="upFloor">The least volatility after a move up, 0 to 10.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message has it.</exception>
    public VolatilityRange(decimal up, decimal down, VolatilityUnit unit, decimal shortPower, decimal longPower, decimal dayFloor, decimal upFloor)
    {
        ModelChecks.Within(up, 0, 10, "The volatility range up", nameof(up));
        ModelChecks.Within(down, 0, 10, "The volatility range down", nameof(down));
        ModelChecks.Within(shortPower, 0, 2, "The power for shorter expiries", nameof(shortPower));
        ModelChecks.Within(longPower, 0, 2, "The power for longer expiries", nameof(longPower));
        ModelChecks.PositiveUpTo(dayFloor, 30, "The floor of days to expiry", nameof(dayFloor));
        ModelChecks.Within(upFloor, 0, 10, "The floor of volatility after a move up", nameof(upFloor));
        if (unit is not (VolatilityUnit.Relative or VolatilityUnit.Points))
        {
            throw new ArgumentException($"The volatility unit is {unit}; it is relative or points.", nameof(unit));
        }

        Up = up;
        Down = down;
        Unit = unit;
        ShortPower = shortPower;
        LongPower = longPower;
        DayFloor = dayFloor;
        UpFloor = upFloor;
    }

    /// <summary>The range upwards.</summary>
    public decimal Up { get; }

    /// <summary>The range downwards.</summary>
    public decimal Down { get; }

    /// <summary>Fractions of the volatility, or points.</summary>
    public VolatilityUnit Unit { get; }

    /// <summary>Power up to 30 days.</summary>
    public decimal ShortPower { get; }

    /// <summary>Power beyond 30 days.</summary>
    public decimal LongPower { get; }

    /// <summary>The nearest expiry that is told apart, in days.</summary>
    public decimal DayFloor { get; }

    /// <summary>The least volatility after a move up.</summary>
    public decimal UpFloor { get; }

    /// <summary><c>s</c> above: 1 at 30 days, more before.</summary>
    /// <param name="years">Time to expiry in years of 365 days, not negative.</param>
    public double Scale(double years)
    {
        var days = Math.Max(years * 365, (double)DayFloor);
        var power = (double)(days <= PowerChangesAt ? ShortPower : LongPower);
        return Exponential.Of(OneLane.Of(power * Logarithm.Of(OneLane.Of(PowerChangesAt / days)).Number)).Number;
    }

    /// <summary>A volatility after a scenario's move.</summary>
    /// <param name="volatility">Annual, as a fraction, not negative.</param>
    /// <param name="scale">Of <see cref="Scale"/>.</param>
    /// <param name="multiple">The scenario's <c>k</c>.</param>
    public double Move(double volatility, double scale, double multiple)
    {
        if (multiple == 0)
        {
            return volatility;
        }

        var move = multiple * (double)(multiple > 0 ? Up : Down) * scale;
        var moved = Unit == VolatilityUnit.Relative ? volatility * Math.Max(0, 1 + move) : Math.Max(0, volatility + move);
        return multiple > 0 ? Math.Max(moved, (double)UpFloor) : moved;
    }
}
