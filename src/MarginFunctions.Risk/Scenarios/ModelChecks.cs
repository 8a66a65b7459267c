namespace MarginFunctions.Risk.Scenarios;

/// <summary>Ranges of a model's numbers, and the errors that name item, value and range.</summary>
internal static class ModelChecks
{
    public static void Within(decimal value, decimal least, decimal most, string item, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException(FormattableString.Invariant($"{item} is {value}; it is at least {least} and at most {most}."), name);
        }
    }

    public static void PositiveUpTo(decimal value, decimal most, string item, string name)
    {
        if (value <= 0 || value > most)
        {
            throw new ArgumentException(FormattableString.Invariant($"{item} is {value}; it is above 0 and at most {most}."), name);
        }
    }

    /// <summary>An amount in account currency: 0 or more, and small enough for sums of many to stay within a decimal.</summary>
    public static void Amount(decimal value, string item, string name) => Within(value, 0, 1_000_000_000_000m, item, name);
}
