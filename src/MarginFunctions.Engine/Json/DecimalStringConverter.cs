using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarginFunctions.Engine.Json;

/// <summary>Writes decimals as JSON strings, because many readers turn JSON numbers into doubles; reads both.</summary>
public sealed class DecimalStringConverter : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Amounts are most of what is read, and their text is short and plain.
        if (reader is { HasValueSequence: false, ValueIsEscaped: false, TokenType: JsonTokenType.String or JsonTokenType.Number } && DecimalText.TryRead(reader.ValueSpan, out var plain))
        {
            return plain;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return DecimalText.TryRead(document.RootElement, out var number)
            ? number
            : throw new JsonException($"{document.RootElement.GetRawText()} is not a decimal of at most 28 digits.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DecimalText.Write(writer, value);
    }
}
