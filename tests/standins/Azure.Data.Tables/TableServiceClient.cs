using System.Buffers;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>Stand-in; shape from the public listing of Azure.Data.Tables (sdk/tables in azure-sdk-for-net).</summary>
public class TableServiceClient
{
    private readonly TableRest _rest;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions options = null) => _rest = TableRest.Create(connectionString, options);

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options) =>
        _rest = TableRest.Create(endpoint, credential, options);

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null) =>
        _rest = TableRest.Create(endpoint, tokenCredential, options);

    protected TableServiceClient()
    {
    }

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri => _rest.Endpoint;

    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Format(filter);

    public virtual TableClient GetTableClient(string tableName) => new(_rest, tableName);

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        CreateIfNotExistsAsync(_rest, tableName, cancellationToken);

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        DeleteAsync(_rest, tableName, cancellationToken);

    internal static async Task<Response<TableItem>> CreateIfNotExistsAsync(TableRest rest, string table, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("TableName", table);
            json.WriteEndObject();
        }
        using var message = rest.CreateMessage(RequestMethod.Post, rest.Address("Tables"), body.WrittenMemory);
        message.Request.Headers.Add("Prefer", "return-no-content");
        var response = await rest.SendAsync(message, cancellationToken, accepted: 409).ConfigureAwait(false);
        if (response.Status == 409)
        {
            // Another 409 says that the table is still being deleted, which creating it again must not hide.
            var failure = new RequestFailedException(response);
            if (failure.ErrorCode != TableErrorCode.TableAlreadyExists)
            {
                throw failure;
            }
        }
        return Response.FromValue(new TableItem(table), response);
    }

    internal static async Task<Response> DeleteAsync(TableRest rest, string table, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        using var message = rest.CreateMessage(RequestMethod.Delete, rest.Address($"Tables('{table}')"));
        return await rest.SendAsync(message, cancellationToken, accepted: 404).ConfigureAwait(false);
    }
}
