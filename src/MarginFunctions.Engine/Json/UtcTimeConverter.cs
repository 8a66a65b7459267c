using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarginFunctions.Engine.Json;

/// <summary>Writes moments in UTC with a <c>Z</c>, <c>2026-05-19T13:00:00.25Z</c>; reads any offset.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[28];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        var fraction = text[19..27].TrimEnd('0').TrimEnd('.').Length;
        text[19 + fraction] = 'Z';
        writer.WriteStringValue(text[..(20 + fraction)]);
    }
}
