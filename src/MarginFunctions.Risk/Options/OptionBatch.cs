namespace MarginFunctions.Risk.Options;

/// <summary>European options as a structure of arrays: option <c>i</c> is entry <c>i</c> of every span. Ranges are those of <see cref="Black76"/>.</summary>
public readonly ref struct OptionBatch
{
    /// <summary>Options at these terms and this market, undiscounted.</summary>
    /// <param name="forward">Forward price of the underlying at expiry, in account currency.</param>
    /// <param name="strike">Strike, in the forward's currency.</param>
    /// <param name="volatility">Annual volatility as a fraction.</param>
    /// <param name="time">Years to expiry.</param>
    /// <param name="isCall">True for a call, false for a put.</param>
    /// <exception cref="ArgumentException">The spans differ in length; the message names the one and both lengths.</exception>
    public OptionBatch(ReadOnlySpan<double> forward, ReadOnlySpan<double> strike, ReadOnlySpan<double> volatility, ReadOnlySpan<double> time, ReadOnlySpan<bool> isCall)
    {
        SpanLengths.RequireSame(strike.Length, forward.Length, nameof(strike));
        SpanLengths.RequireSame(volatility.Length, forward.Length, nameof(volatility));
        SpanLengths.RequireSame(time.Length, forward.Length, nameof(time));
        SpanLengths.RequireSame(isCall.Length, forward.Length, nameof(isCall));
        Forward = forward;
        Strike = strike;
        Volatility = volatility;
        Time = time;
        IsCall = isCall;
    }

    /// <summary>The same, each value and sensitivity multiplied by its option's discount factor.</summary>
    /// <param name="forward">Forward price of the underlying at expiry, in account currency.</param>
    /// <param name="strike">Strike, in the forward's currency.</param>
    /// <param name="volatility">Annual volatility as a fraction.</param>
    /// <param name="time">Years to expiry.</param>
    /// <param name="isCall">True for a call, false for a put.</param>
    /// <param name="discountFactor">Today's value of one unit at expiry.</param>
    /// <exception cref="ArgumentException">The spans differ in length; the message names the one and both lengths.</exception>
    public OptionBatch(
        ReadOnlySpan<double> forward,
        ReadOnlySpan<double> strike,
        ReadOnlySpan<double> volatility,
        ReadOnlySpan<double> time,
        ReadOnlySpan<bool> isCall,
        ReadOnlySpan<double> discountFactor)
        : this(forward, strike, volatility, time, isCall)
    {
        SpanLengths.RequireSame(discountFactor.Length, forward.Length, nameof(discountFactor));
        DiscountFactor = discountFactor;
    }

    /// <summary>How many options.</summary>
    public int Length => Forward.Length;

    /// <summary>Forward prices.</summary>
    public ReadOnlySpan<double> Forward { get; }

    /// <summary>Strikes.</summary>
    public ReadOnlySpan<double> Strike { get; }

    /// <summary>Annual volatilities as fractions.</summary>
    public ReadOnlySpan<double> Volatility { get; }

    /// <summary>Years to expiry.</summary>
    public ReadOnlySpan<double> Time { get; }

    /// <summary>Calls; the others are puts.</summary>
    public ReadOnlySpan<bool> IsCall { get; }

    /// <summary>Discount factors; empty when nothing is discounted.</summary>
    public ReadOnlySpan<double> DiscountFactor { get; }
}
