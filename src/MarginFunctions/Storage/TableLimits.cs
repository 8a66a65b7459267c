using System.Text;
using Azure.Data.Tables;

namespace MarginFunctions.Storage;

/// <summary>
/// What Table Storage takes in one transaction. The service refuses what is more, but with its own words and after the upload, and Azurite, on which the tests run, lets some of it pass.
/// </summary>
/// <remarks>Numbers from "Understanding the Table service data model" and "Performing entity group transactions" of the service's documentation.</remarks>
internal static class TableLimits
{
    /// <summary>The most entities in a transaction.</summary>
    public const int Entities = 100;

    /// <summary>The largest request, in bytes.</summary>
    public const int RequestBytes = 4 * 1024 * 1024;

    /// <summary>The largest entity, in bytes as <see cref="StoredBytes(TableEntity)"/> counts them.</summary>
    public const int EntityBytes = 1024 * 1024;

    /// <summary>The most properties of an entity: 255 less the keys and the time stamp.</summary>
    public const int Properties = 252;

    /// <summary>The longest string, in characters: 64 KiB of UTF-16.</summary>
    public const int StringLength = 32 * 1024;

    /// <summary>The longest key, in characters: 1 KiB of UTF-16.</summary>
    public const int KeyLength = 512;

    // The multipart header, the verb, the address and the request headers of one operation, its keys aside.
    private const int OperationBytes = 512;

    /// <summary>Checks a transaction.</summary>
    /// <exception cref="ArgumentException">A limit is broken; the message names the row and the number.</exception>
    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count is 0 or > Entities)
        {
            throw new ArgumentException($"A transaction has {actions.Count} rows; 1 to {Entities} is what a table takes.", nameof(actions));
        }

        var partition = actions[0].Entity.PartitionKey;
        var rows = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var row in actions.Select(action => (TableEntity)action.Entity))
        {
            if (row.PartitionKey != partition)
            {
                throw new ArgumentException($"A transaction has rows of partitions {partition} and {row.PartitionKey}; it can change one partition only.", nameof(actions));
            }

            if (!rows.Add(row.RowKey))
            {
                throw new ArgumentException($"A transaction has row {row.RowKey} of partition {partition} twice.", nameof(actions));
            }

            Check(row);
            total += RequestBytesOf(row);
        }

        if (total > RequestBytes)
        {
            throw new ArgumentException($"A transaction of partition {partition} takes {total} bytes as a request; {RequestBytes} is the most.", nameof(actions));
        }
    }

    /// <summary>What an entity takes in the table: 4 bytes, its keys, and for each property 8 bytes, its name and its value; text is UTF-16 with 4 bytes for its length.</summary>
    public static long StoredBytes(TableEntity row) =>
        4 + (2L * (row.PartitionKey.Length + row.RowKey.Length)) + PropertiesOf(row).Sum(property => 8 + (2L * property.Key.Length) + StoredBytes(property.Value));

    /// <summary>An upper bound of an entity's part in a request.</summary>
    public static long RequestBytesOf(TableEntity row)
    {
        var keys = 2L * (EscapedLength(row.PartitionKey) + EscapedLength(row.RowKey));
        return OperationBytes + keys + PropertiesOf(row).Sum(property => (2L * property.Key.Length) + 32 + RequestBytesOf(property.Value));
    }

    private static void Check(TableEntity row)
    {
        CheckKey(row, "partition", row.PartitionKey);
        CheckKey(row, "row", row.RowKey);
        var count = 0;
        foreach (var (name, value) in PropertiesOf(row))
        {
            count++;
            if (value is string { Length: > StringLength } text)
            {
                throw new ArgumentException($"Property {name} of {NameOf(row)} has {text.Length} characters; {StringLength} is the most.");
            }
        }

        if (count > Properties)
        {
            throw new ArgumentException($"{NameOf(row)} has {count} properties; {Properties} is the most.");
        }

        if (StoredBytes(row) is > EntityBytes and var size)
        {
            throw new ArgumentException($"{NameOf(row)} takes {size} bytes; {EntityBytes} is the most.");
        }
    }

    private static void CheckKey(TableEntity row, string kind, string key)
    {
        if (key.Length > KeyLength || key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException($"The {kind} key of {NameOf(row)} must have at most {KeyLength} characters and none of / \\ # ? and control characters.");
        }
    }

    private static string NameOf(TableEntity row) => $"row {row.RowKey} of partition {row.PartitionKey}";

    private static IEnumerable<KeyValuePair<string, object>> PropertiesOf(TableEntity row) =>
        row.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag") && property.Value is not null);

    private static long StoredBytes(object value) => value switch
    {
        string text => 4 + (2L * text.Length),
        byte[] bytes => 4L + bytes.Length,
        bool => 1,
        int => 4,
        long or double or DateTime or DateTimeOffset => 8,
        Guid => 16,
        _ => throw new ArgumentException($"A table has no type for {value.GetType()}."),
    };

    private static long RequestBytesOf(object value) => value switch
    {
        string text => EscapedLength(text),
        byte[] bytes => 4L * ((bytes.Length + 2) / 3),
        _ => 40,
    };

    /// <summary>The length in JSON as the SDK writes it, where a quote or a letter outside ASCII takes six bytes.</summary>
    private static long EscapedLength(string text)
    {
        var length = 0L;
        foreach (var c in text)
        {
            length += c switch
            {
                '\\' => 2,
                '"' or '\'' or '&' or '<' or '>' or '+' or '`' => 6,
                _ => Ascii.IsValid(c) && !char.IsControl(c) ? 1 : 6,
            };
        }

        return length;
    }
}
