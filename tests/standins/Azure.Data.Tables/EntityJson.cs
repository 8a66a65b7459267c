using System.Buffers;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>An entity on the wire, minimal OData metadata.</summary>
internal static class EntityJson
{
    public static ReadOnlyMemory<byte> Write(ITableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, entity);
        }
        return buffer.WrittenMemory;
    }

    public static void Write(Utf8JsonWriter json, ITableEntity entity)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Rows(entity))
        {
            if (name is not (TableEntity.TimestampName or TableEntity.ETagName))
            {
                EdmValue.Write(json, name, value);
            }
        }
        json.WriteEndObject();
    }

    public static T Read<T>(JsonElement json, Response response)
    {
        var entity = Read(json);
        if (entity.ETag == default && response.Headers.ETag is { } tag)
        {
            entity.ETag = tag;
        }
        return (T)(object)entity;
    }

    public static TableEntity Read(JsonElement json)
    {
        var entity = new TableEntity();
        Dictionary<string, string> types = null;
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.EndsWith(EdmValue.TypeSuffix, StringComparison.Ordinal))
            {
                types ??= [];
                types[property.Name[..^EdmValue.TypeSuffix.Length]] = property.Value.GetString();
            }
        }
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (name.Contains("odata.", StringComparison.Ordinal) && name != TableEntity.ETagName)
            {
                continue;
            }
            string type = null;
            if (name == TableEntity.TimestampName)
            {
                type = "Edm.DateTime";
            }
            else
            {
                types?.TryGetValue(name, out type);
            }
            entity[name] = EdmValue.Read(property.Value, type);
        }
        return entity;
    }

    public static void RequireTableEntity<T>()
    {
        if (typeof(T) != typeof(TableEntity))
        {
            throw new NotSupportedException($"The stand-in for Azure.Data.Tables reads TableEntity only, not {typeof(T)}.");
        }
    }

    private static TableEntity Rows(ITableEntity entity) => entity as TableEntity
        ?? throw new NotSupportedException($"The stand-in for Azure.Data.Tables writes TableEntity only, not {entity.GetType()}.");
}
