using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>The multipart body of an entity group transaction.</summary>
internal sealed class BatchRequest
{
    private readonly ArrayBufferWriter<byte> _body = new(4096);
    private readonly string _batch = $"batch_{Guid.NewGuid()}";

    public BatchRequest(TableRest rest, string table, IReadOnlyList<TableTransactionAction> actions)
    {
        var changes = $"changeset_{Guid.NewGuid()}";
        Line($"--{_batch}");
        Line($"Content-Type: multipart/mixed; boundary={changes}");
        Line("");
        using var json = new Utf8JsonWriter(_body);
        foreach (var action in actions)
        {
            Line($"--{changes}");
            Line("Content-Type: application/http");
            Line("Content-Transfer-Encoding: binary");
            Line("");
            Write(rest, table, action, json);
        }
        Line($"--{changes}--");
        Line($"--{_batch}--");
    }

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    private void Write(TableRest rest, string table, TableTransactionAction action, Utf8JsonWriter json)
    {
        var entity = action.Entity;
        var (verb, conditional) = action.ActionType switch
        {
            TableTransactionActionType.Add => ("POST", false),
            TableTransactionActionType.UpdateMerge => ("MERGE", true),
            TableTransactionActionType.UpdateReplace => ("PUT", true),
            TableTransactionActionType.Delete => ("DELETE", true),
            TableTransactionActionType.UpsertMerge => ("MERGE", false),
            TableTransactionActionType.UpsertReplace => ("PUT", false),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.ActionType, "Unknown kind of transaction action."),
        };
        var address = action.ActionType == TableTransactionActionType.Add
            ? rest.Address(table)
            : rest.EntityAddress(table, entity.PartitionKey, entity.RowKey);
        Line($"{verb} {address} HTTP/1.1");
        Line("Accept: application/json;odata=minimalmetadata");
        Line("DataServiceVersion: 3.0");
        if (conditional)
        {
            Line($"If-Match: {(action.ETag == default ? ETag.All : action.ETag)}");
        }
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            Line("");
            return;
        }
        Line("Prefer: return-no-content");
        Line("Content-Type: application/json");
        Line("");
        json.Reset();
        EntityJson.Write(json, entity);
        json.Flush();
        Line("");
    }

    private void Line(string text)
    {
        Encoding.UTF8.GetBytes(text, _body);
        _body.Write("\r\n"u8);
    }
}
