using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class WireFormatTests
{
    private const string ServiceFailure = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_2

        --changesetresponse_2
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 412 Precondition Failed
        X-Content-Type-Options: nosniff
        Content-Type: application/json;odata=minimalmetadata;streaming=true;charset=utf-8

        {"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"12:The update condition.\nTime:2026"}}}
        --changesetresponse_2--
        --batchresponse_1--
        """;

    private const string ServiceSuccess = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_2

        --changesetresponse_2
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        ETag: W/"datetime'2026-05-19T13%3A00%3A00.1234567Z'"


        --changesetresponse_2
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content


        --changesetresponse_2--
        --batchresponse_1--
        """;

    [Fact]
    public async Task Types_that_JSON_does_not_tell_are_annotated()
    {
        var transport = new FakeTransport(() => new FakeResponse(204));

        await Client(transport).AddEntityAsync(new TableEntity("p", "r")
        {
            ["Int"] = 1,
            ["Long"] = 2L,
            ["Double"] = 3.0,
            ["Bytes"] = new byte[] { 4 },
            ["Timestamp"] = DateTimeOffset.UnixEpoch,
            ["At"] = DateTimeOffset.UnixEpoch,
        });

        Assert.Equal(
            """{"PartitionKey":"p","RowKey":"r","Int":1,"Long@odata.type":"Edm.Int64","Long":"2","Double@odata.type":"Edm.Double","Double":3,"""
            + "\"Bytes@odata.type\":\"Edm.Binary\",\"Bytes\":\"BA==\",\"At@odata.type\":\"Edm.DateTime\",\"At\":\"1970-01-01T00:00:00.0000000Z\"}",
            transport.Body);
        Assert.StartsWith("SharedKeyLite margin:", transport.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("2020-12-06", transport.Headers["x-ms-version"]);
    }

    [Fact]
    public async Task A_transaction_is_one_change_set_in_the_order_of_its_actions()
    {
        var transport = new FakeTransport(() => new FakeResponse(202, Crlf(ServiceSuccess)));

        await Client(transport).SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "1")),
            new(TableTransactionActionType.Delete, new TableEntity("p", "it's"), new ETag("W/\"1\"")),
        ]);

        Assert.Equal("/$batch", transport.Address!.AbsolutePath);
        var id = Regex.Match(transport.Body!, "batch_(?<batch>[-0-9a-f]+)(.|\n)*?changeset_(?<changes>[-0-9a-f]+)").Groups;
        Assert.Equal($"multipart/mixed; boundary=batch_{id["batch"]}", transport.Headers["Content-Type"]);
        Assert.Equal(
            Crlf("""
            --batch_B
            Content-Type: multipart/mixed; boundary=changeset_C

            --changeset_C
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            POST https://margin.table.core.windows.net/marks HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0
            Prefer: return-no-content
            Content-Type: application/json

            {"PartitionKey":"p","RowKey":"1"}
            --changeset_C
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            DELETE https://margin.table.core.windows.net/marks(PartitionKey='p',RowKey='it%27%27s') HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0
            If-Match: W/"1"

            --changeset_C--
            --batch_B--

            """),
            transport.Body!.Replace(id["batch"].Value, "B", StringComparison.Ordinal).Replace(id["changes"].Value, "C", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_answer_of_a_transaction_has_its_status_and_ETag()
    {
        var responses = (await Client(new FakeTransport(() => new FakeResponse(202, Crlf(ServiceSuccess))))
            .SubmitTransactionAsync([new(TableTransactionActionType.Delete, new TableEntity("p", "1"))])).Value;

        Assert.Equal([204, 204], responses.Select(response => response.Status));
        Assert.Equal(new ETag("W/\"datetime'2026-05-19T13%3A00%3A00.1234567Z'\""), responses[0].Headers.ETag);
        Assert.Null(responses[1].Headers.ETag);
    }

    [Fact]
    public async Task A_failed_transaction_tells_status_code_and_action()
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Client(new FakeTransport(() => new FakeResponse(202, Crlf(ServiceFailure))))
                .SubmitTransactionAsync([new(TableTransactionActionType.Delete, new TableEntity("p", "1"))]));

        Assert.Equal(412, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        Assert.Equal(12, failure.FailedTransactionActionIndex);
    }

    [Fact]
    public void A_filter_quotes_its_values()
    {
        var filter = TableClient.CreateQueryFilter($"A eq {"it's"} and B gt {5L} and C le {2} and D eq {true} and E lt {DateTimeOffset.UnixEpoch}");

        Assert.Equal("A eq 'it''s' and B gt 5L and C le 2 and D eq true and E lt datetime'1970-01-01T00:00:00.0000000Z'", filter);
    }

    private static TableClient Client(FakeTransport transport) =>
        new(
            new Uri("https://margin.table.core.windows.net"),
            "marks",
            new TableSharedKeyCredential("margin", "a2V5"),
            new TableClientOptions { Transport = transport });

    private static string Crlf(string text) => text.ReplaceLineEndings("\r\n");
}
