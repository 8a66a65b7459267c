using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>The pipeline, and what every request to the table endpoint has in common.</summary>
internal sealed class TableRest
{
    private const string StorageScope = "https://storage.azure.com/.default";

    private readonly HttpPipeline _pipeline;
    private readonly string _root;
    private readonly string _version;

    private TableRest(Uri endpoint, string accountName, HttpPipelinePolicy authentication, TableClientOptions options)
    {
        options ??= new TableClientOptions();
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = TableErrorParser.Instance,
        });
        _root = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _version = options.VersionHeader;
        Endpoint = endpoint;
        AccountName = accountName;
    }

    public Uri Endpoint { get; }

    public string AccountName { get; }

    public static TableRest Create(string connectionString, TableClientOptions options)
    {
        var parsed = TableConnectionString.Parse(connectionString);
        return Create(parsed.Endpoint, parsed.Credential, options);
    }

    public static TableRest Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(endpoint, credential.AccountName, new SharedKeyLitePolicy(credential), options);
    }

    public static TableRest Create(Uri endpoint, TokenCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(endpoint, endpoint.Host.Split('.')[0], new BearerTokenAuthenticationPolicy(credential, StorageScope), options);
    }

    public string Address(string path) => $"{_root}/{path}";

    public string EntityAddress(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return Address($"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')");
    }

    public HttpMessage CreateMessage(RequestMethod method, string address)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(address));
        message.Request.Headers.Add("x-ms-version", _version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    public HttpMessage CreateMessage(RequestMethod method, string address, ReadOnlyMemory<byte> body)
    {
        var message = CreateMessage(method, address);
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken, int accepted = 0)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var status = message.Response.Status;
        return status is >= 200 and < 300 || status == accepted ? message.Response : throw new RequestFailedException(message.Response);
    }

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
