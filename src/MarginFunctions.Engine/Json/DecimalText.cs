using System.Globalization;
using System.Text.Json;

namespace MarginFunctions.Engine.Json;

/// <summary>Decimals in JSON: read from strings or numbers, and never rounded on the way in.</summary>
internal static class DecimalText
{
    private const int LongestText = 40;

    /// <summary>Reads a decimal exactly; false when the text is no number or has more digits than a decimal holds.</summary>
    public static bool TryRead(JsonElement value, out decimal number)
    {
        number = 0;
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        return text.Length is > 0 and <= LongestText
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
            && IsExact(text, number);
    }

    /// <summary>The shortest text of a decimal: no trailing zeros, no exponent.</summary>
    public static string Write(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    // The parser rounds what does not fit. 28 significant digits fit unless the scale is beyond 28, which a small magnitude shows.
    private static bool IsExact(string text, decimal number)
    {
        var digits = 0;
        var seenNonZero = false;
        foreach (var c in text)
        {
            if (c is 'e' or 'E')
            {
                break;
            }

            if (char.IsAsciiDigit(c))
            {
                seenNonZero |= c != '0';
                digits += seenNonZero ? 1 : 0;
            }
        }

        return digits <= 28 && (number != 0 || digits == 0) && (number.Scale < 28 || number == 0 || text.Length <= 30);
    }
}
