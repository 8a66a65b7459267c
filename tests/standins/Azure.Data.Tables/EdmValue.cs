using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>One property on the wire: JSON, and the Edm type that JSON alone does not tell.</summary>
internal static class EdmValue
{
    public const string TypeSuffix = "@odata.type";

    public static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            // The service stores no nulls: an absent property is the null.
            case null:
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                WriteTyped(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteString(name + TypeSuffix, "Edm.Double");
                json.WriteNumber(name, number);
                break;
            case double number:
                WriteTyped(json, name, "Edm.Double", number.ToString(CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                json.WriteString(name + TypeSuffix, "Edm.Binary");
                json.WriteBase64String(name, bytes);
                break;
            case BinaryData data:
                json.WriteString(name + TypeSuffix, "Edm.Binary");
                json.WriteBase64String(name, data.ToMemory().Span);
                break;
            case Guid id:
                WriteTyped(json, name, "Edm.Guid", id.ToString("D"));
                break;
            case DateTime or DateTimeOffset:
                WriteTyped(json, name, "Edm.DateTime", DateTimeText(value));
                break;
            default:
                throw new NotSupportedException($"Property {name}: Table Storage has no type for {value.GetType()}.");
        }
    }

    public static object Read(JsonElement value, string type) => type switch
    {
        null => ReadUntyped(value),
        "Edm.Int64" => long.Parse(value.GetString(), CultureInfo.InvariantCulture),
        "Edm.Double" => value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString(), CultureInfo.InvariantCulture)
            : value.GetDouble(),
        "Edm.Binary" => value.GetBytesFromBase64(),
        "Edm.Guid" => value.GetGuid(),
        "Edm.DateTime" => DateTimeOffset.Parse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        _ => ReadUntyped(value),
    };

    public static string DateTimeText(object moment)
    {
        var utc = moment is DateTimeOffset offset ? offset.UtcDateTime : ((DateTime)moment).ToUniversalTime();
        return utc.ToString("o", CultureInfo.InvariantCulture);
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static object ReadUntyped(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
        _ => throw new FormatException($"A table property cannot be a JSON {value.ValueKind}."),
    };
}
