using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>Literals of the OData filter language, so that a value cannot end its own quotes.</summary>
internal static class ODataFilter
{
    public static string Format(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var literals = Array.ConvertAll<object, object>(filter.GetArguments(), Literal);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    private static string Literal(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number => number.ToString("0.0###############E+0", CultureInfo.InvariantCulture),
        Guid id => $"guid'{id:D}'",
        DateTime or DateTimeOffset => $"datetime'{EdmValue.DateTimeText(value)}'",
        byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
        null => throw new ArgumentException("Table Storage cannot compare with null."),
        _ => throw new NotSupportedException($"The stand-in for Azure.Data.Tables has no filter literal for {value.GetType()}."),
    };
}
