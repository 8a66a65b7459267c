using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MarginFunctions.Engine.Json;

/// <summary>Decimals in JSON: read from strings or numbers, and never rounded on the way in.</summary>
internal static class DecimalText
{
    private const int LongestText = 40;

    /// <summary>A sign, 29 digits, a point and a leading zero.</summary>
    private const int LongestDecimal = 32;

    /// <summary>Reads a decimal exactly; false when the text is no number or has more digits than a decimal holds.</summary>
    public static bool TryRead(JsonElement value, out decimal number)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        return TryRead(text, out number);
    }

    /// <summary>Reads the UTF-8 text of a decimal exactly; false when it is no number or has more digits than a decimal holds.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out decimal number)
    {
        number = 0;
        Span<char> text = stackalloc char[LongestText];
        return Ascii.ToUtf16(utf8, text, out var length) == OperationStatus.Done && TryRead(text[..length], out number);
    }

    /// <summary>The shortest text of a decimal: no trailing zeros, no exponent.</summary>
    public static string Write(decimal number)
    {
        Span<char> text = stackalloc char[LongestDecimal];
        return new string(text[..Write(number, text)]);
    }

    /// <summary>Writes the shortest text of a decimal to a JSON string.</summary>
    public static void Write(Utf8JsonWriter writer, decimal number)
    {
        Span<char> text = stackalloc char[LongestDecimal];
        writer.WriteStringValue(text[..Write(number, text)]);
    }

    private static bool TryRead(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        return text.Length is > 0 and <= LongestText
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
            && IsExact(text, number);
    }

    // A format string that drops trailing zeros does the same at several times the cost, and amounts are most of what is written.
    private static int Write(decimal number, Span<char> text)
    {
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        if (text[..length].Contains('.'))
        {
            length = text[..length].TrimEnd('0').TrimEnd('.').Length;
        }

        return length == 2 && text[0] == '-' && text[1] == '0' ? WriteZero(text) : length;
    }

    private static int WriteZero(Span<char> text)
    {
        text[0] = '0';
        return 1;
    }

    // The parser rounds what does not fit. 28 significant digits with at most 28 decimals always fit; a little more may, and is then the very text that would be written.
    private static bool IsExact(ReadOnlySpan<char> text, decimal number)
    {
        if (text.Length <= 28 && !text.ContainsAny('e', 'E'))
        {
            return true;
        }

        var digits = 0;
        var decimals = 0;
        var exponent = 0;
        var isFraction = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is 'e' or 'E')
            {
                if (!int.TryParse(text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                {
                    return false;
                }

                break;
            }

            isFraction |= text[i] == '.';
            if (char.IsAsciiDigit(text[i]))
            {
                digits += digits > 0 || text[i] != '0' ? 1 : 0;
                decimals += isFraction ? 1 : 0;
            }
        }

        return (digits <= 28 && decimals - exponent <= 28) || (exponent == 0 && text.SequenceEqual(Write(number)));
    }
}
