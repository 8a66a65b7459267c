using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace MarginFunctions.Storage;

/// <summary>A body of JSON in the properties <c>B00</c>, <c>B01</c>, …: a string property takes 32 K characters, and a row of strings can be read in any table browser.</summary>
internal static class RowBody
{
    /// <summary>The most characters in a property.</summary>
    public const int PartLength = 30_000;

    // Replacing what is not UTF-8 would give back other bytes than were stored.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Puts a body into a row. An empty one takes no property.</summary>
    public static TableEntity With(this TableEntity row, ReadOnlyMemory<byte> body)
    {
        var text = Strict.GetString(body.Span);
        var start = 0;
        for (var part = 0; start < text.Length; part++)
        {
            var length = Math.Min(PartLength, text.Length - start);

            // Half a surrogate pair is not a character that JSON can carry.
            if (char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            row[Name(part)] = text.Substring(start, length);
            start += length;
        }

        return row;
    }

    /// <summary>The body of a row.</summary>
    public static ReadOnlyMemory<byte> Read(TableEntity row)
    {
        var bytes = new ArrayBufferWriter<byte>();
        for (var part = 0; row.GetString(Name(part)) is { } text; part++)
        {
            Strict.GetBytes(text, bytes);
        }

        return bytes.WrittenMemory;
    }

    private static string Name(int part) => part.ToString("'B'00", CultureInfo.InvariantCulture);
}
