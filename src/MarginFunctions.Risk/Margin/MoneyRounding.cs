namespace MarginFunctions.Risk.Margin;

/// <summary>The two roundings of money, both against the account: what it has goes down, what it must hold goes up.</summary>
public static class MoneyRounding
{
    /// <summary>Decimal places of every amount that is owed, published or stored.</summary>
    public const int Places = 8;

    /// <summary>Rounds what an account has towards negative infinity at 8 places: −0.000000001 becomes −0.00000001.</summary>
    public static decimal RoundDownEquity(decimal amount) => decimal.Round(amount, Places, MidpointRounding.ToNegativeInfinity);

    /// <summary>Rounds what an account must hold towards positive infinity at 8 places: 0.000000001 becomes 0.00000001.</summary>
    public static decimal RoundUpRequirement(decimal amount) => decimal.Round(amount, Places, MidpointRounding.ToPositiveInfinity);

    /// <summary>Rounds up what scenario arithmetic found, at 8 places: the least whole number of 10⁻⁸ that is not below <c>amount·10⁸</c> as a double.</summary>
    /// <exception cref="OverflowException">The amount is no number, or beyond what a decimal holds at 8 places.</exception>
    internal static decimal RoundUpScenarioAmount(double amount)
    {
        var units = Math.Ceiling(amount * 1e8);
        return Math.Abs(units) < 7e28
            ? WholeNumbers.ToDecimal((Int128)units, Places)
            : throw new OverflowException(FormattableString.Invariant($"The amount {amount} is beyond a decimal of {Places} places."));
    }

    /// <summary><c>amount/requirement</c>, rounded down at 8 places for show, held at ±<see cref="decimal.MaxValue"/> where the quotient would not fit.</summary>
    /// <param name="amount">Either sign.</param>
    /// <param name="requirement">Positive.</param>
    public static decimal Ratio(decimal amount, decimal requirement)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requirement);
        if (requirement < 1 && Math.Abs(amount) >= decimal.MaxValue * requirement)
        {
            return amount < 0 ? decimal.MinValue : decimal.MaxValue;
        }

        return RoundDownEquity(amount / requirement);
    }
}
