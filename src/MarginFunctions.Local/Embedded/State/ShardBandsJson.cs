using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>A shard's bands as they are stored: <c>{"BTC-PERP":[7,"40000","45000.5"]}</c>, version first.</summary>
internal static class ShardBandsJson
{
    public static ReadOnlySpan<byte> Write(Dictionary<string, VersionedBand> bands)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * (bands.Count + 1));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (symbol, row) in bands)
            {
                json.WriteStartArray(symbol);
                json.WriteNumberValue(row.Version);
                json.WriteStringValue(row.Band.Low.ToString(CultureInfo.InvariantCulture));
                json.WriteStringValue(row.Band.High.ToString(CultureInfo.InvariantCulture));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    public static Dictionary<string, VersionedBand> Read(byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        var bands = new Dictionary<string, VersionedBand>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var row = property.Value;
            bands.Add(property.Name, new VersionedBand(row[0].GetInt64(), new PriceBand(Decimal(row[1]), Decimal(row[2]))));
        }

        return bands;
    }

    private static decimal Decimal(JsonElement element) => decimal.Parse(element.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);
}
