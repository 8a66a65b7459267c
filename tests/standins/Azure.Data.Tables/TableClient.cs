using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>Stand-in; shape from the public listing of Azure.Data.Tables (sdk/tables in azure-sdk-for-net).</summary>
public class TableClient
{
    private readonly TableRest _rest;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableRest.Create(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(TableRest.Create(endpoint, credential, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableRest.Create(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableRest rest, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _rest = rest;
        Name = tableName;
    }

    protected TableClient()
    {
    }

    public virtual string AccountName => _rest.AccountName;

    public virtual string Name { get; }

    public virtual Uri Uri => new(_rest.Address(Name));

    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Format(filter);

    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateIfNotExistsAsync(_rest, Name, cancellationToken);

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.DeleteAsync(_rest, Name, cancellationToken);

    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        using var message = _rest.CreateMessage(RequestMethod.Post, _rest.Address(Name), EntityJson.Write(entity));
        message.Request.Headers.Add("Prefer", "return-no-content");
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = CreateGet<T>(partitionKey, rowKey, select);
        var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(ReadEntity<T>(response), response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = CreateGet<T>(partitionKey, rowKey, select);
        var response = await _rest.SendAsync(message, cancellationToken, accepted: 404).ConfigureAwait(false);
        return response.Status == 404 ? new NoValueResponse<T>(response) : Response.FromValue(ReadEntity<T>(response), response);
    }

    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("An update needs an ETag; ETag.All updates whatever is there.", nameof(ifMatch));
        }
        using var message = CreateWrite(entity, mode);
        message.Request.Headers.Add("If-Match", ifMatch.ToString());
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using var message = CreateWrite(entity, mode);
        return await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        using var message = _rest.CreateMessage(RequestMethod.Delete, _rest.EntityAddress(Name, partitionKey, rowKey));
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return await _rest.SendAsync(message, cancellationToken, accepted: 404).ConfigureAwait(false);
    }

    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        EntityJson.RequireTableEntity<T>();
        return new EntityQuery<T>(_rest, Name, filter, maxPerPage, Join(select), cancellationToken);
    }

    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions.ToList();
        if (actions.Count == 0)
        {
            throw new InvalidOperationException("A table transaction needs at least one action.");
        }
        var batch = new BatchRequest(_rest, Name, actions);
        using var message = _rest.CreateMessage(RequestMethod.Post, _rest.Address("$batch"), batch.Body);
        message.Request.Headers.SetValue("Content-Type", batch.ContentType);
        var response = await _rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var parts = BatchResponse.Parse(response.Content.ToString());
        if (parts.FirstOrDefault(part => part.IsError) is { } failed)
        {
            throw new TableTransactionFailedException(new RequestFailedException(failed, null, TableErrorParser.Instance));
        }
        return Response.FromValue(parts, response);
    }

    private static T ReadEntity<T>(Response response)
    {
        using var json = JsonDocument.Parse(response.ContentStream);
        return EntityJson.Read<T>(json.RootElement, response);
    }

    private static string Join(IEnumerable<string> select) => select is null ? null : string.Join(",", select);

    private HttpMessage CreateGet<T>(string partitionKey, string rowKey, IEnumerable<string> select)
    {
        EntityJson.RequireTableEntity<T>();
        var message = _rest.CreateMessage(RequestMethod.Get, _rest.EntityAddress(Name, partitionKey, rowKey));
        if (Join(select) is { } columns)
        {
            message.Request.Uri.AppendQuery("$select", columns);
        }
        return message;
    }

    private HttpMessage CreateWrite<T>(T entity, TableUpdateMode mode)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        var method = mode == TableUpdateMode.Replace ? RequestMethod.Put : RequestMethod.Parse("MERGE");
        return _rest.CreateMessage(method, _rest.EntityAddress(Name, entity.PartitionKey, entity.RowKey), EntityJson.Write(entity));
    }
}
