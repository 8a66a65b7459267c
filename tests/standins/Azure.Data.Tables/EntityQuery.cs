using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A query page by page: the service ends a page at 1,000 rows, five seconds or a partition's end.</summary>
internal sealed class EntityQuery<T>(TableRest rest, string table, string filter, int? maxPerPage, string select, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
{
    private const string ContinuationHeader = "x-ms-continuation-";

    public override async IAsyncEnumerable<Page<T>> AsPages(string continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await ReadPageAsync(continuationToken, pageSizeHint ?? maxPerPage).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }

    private async Task<Page<T>> ReadPageAsync(string continuationToken, int? top)
    {
        using var message = rest.CreateMessage(RequestMethod.Get, rest.Address($"{table}()"));
        var uri = message.Request.Uri;
        if (!string.IsNullOrEmpty(filter))
        {
            uri.AppendQuery("$filter", filter);
        }
        if (top is { } rows)
        {
            uri.AppendQuery("$top", $"{rows}");
        }
        if (select is not null)
        {
            uri.AppendQuery("$select", select);
        }
        if (continuationToken is not null)
        {
            // A header value has no line breaks, so one cannot be mistaken for a key.
            var keys = continuationToken.Split('\n');
            uri.AppendQuery("NextPartitionKey", keys[0]);
            if (keys[1].Length > 0)
            {
                uri.AppendQuery("NextRowKey", keys[1]);
            }
        }
        var response = await rest.SendAsync(message, CancellationToken).ConfigureAwait(false);
        using var json = await JsonDocument.ParseAsync(response.ContentStream, default, CancellationToken).ConfigureAwait(false);
        var values = new List<T>();
        foreach (var row in json.RootElement.GetProperty("value").EnumerateArray())
        {
            values.Add((T)(object)EntityJson.Read(row));
        }
        return Page<T>.FromValues(values, NextPage(response), response);
    }

    private static string NextPage(Response response)
    {
        if (!response.Headers.TryGetValue(ContinuationHeader + "NextPartitionKey", out var partitionKey))
        {
            return null;
        }
        response.Headers.TryGetValue(ContinuationHeader + "NextRowKey", out var rowKey);
        return $"{partitionKey}\n{rowKey}";
    }
}
