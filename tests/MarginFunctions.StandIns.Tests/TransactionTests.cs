using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using MarginFunctions.Azurite;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class TransactionTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Every_kind_of_action_takes_part_and_answers_with_its_ETag()
    {
        foreach (var row in new[] { "merge", "replace", "delete", "upsert" })
        {
            await Table.AddEntityAsync(Row(row, ("Old", 1)));
        }

        var responses = (await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("add", ("New", 2))),
            new(TableTransactionActionType.UpdateMerge, Row("merge", ("New", 2)), ETag.All),
            new(TableTransactionActionType.UpdateReplace, Row("replace", ("New", 2)), await TagOf("replace")),
            new(TableTransactionActionType.Delete, Row("delete"), ETag.All),
            new(TableTransactionActionType.UpsertMerge, Row("upsert", ("New", 2))),
            new(TableTransactionActionType.UpsertReplace, Row("new", ("New", 2))),
        ])).Value;

        Assert.All(responses, response => Assert.Equal(204, response.Status));
        Assert.Equal(await TagOf("add"), responses[0].Headers.ETag);
        Assert.Equal(await TagOf("merge"), responses[1].Headers.ETag);
        Assert.Equal(await TagOf("replace"), responses[2].Headers.ETag);
        Assert.Null(responses[3].Headers.ETag);
        Assert.Equal(await TagOf("upsert"), responses[4].Headers.ETag);
        Assert.Equal(await TagOf("new"), responses[5].Headers.ETag);
        var rows = await Table.QueryAsync<TableEntity>().ToDictionaryAsync(row => row.RowKey, row => (row.GetInt32("Old"), row.GetInt32("New")));
        Assert.Equal(
            new Dictionary<string, (int?, int?)>
            {
                ["add"] = (null, 2),
                ["merge"] = (1, 2),
                ["new"] = (null, 2),
                ["replace"] = (null, 2),
                ["upsert"] = (1, 2),
            },
            rows);
    }

    [Fact]
    public async Task A_duplicate_insert_fails_the_whole_transaction_and_names_its_action()
    {
        await Table.AddEntityAsync(Row("taken"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("first")),
            new(TableTransactionActionType.Add, Row("second")),
            new(TableTransactionActionType.Add, Row("taken")),
            new(TableTransactionActionType.Add, Row("last")),
        ]));

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.Equal(2, failure.FailedTransactionActionIndex);
        Assert.Equal(["taken"], await Table.QueryAsync<TableEntity>().Select(row => row.RowKey).ToListAsync());
    }

    [Fact]
    public async Task A_stale_ETag_fails_the_whole_transaction_with_412()
    {
        var stale = (await Table.AddEntityAsync(Row("!", ("Version", 1)))).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(Row("!", ("Version", 2)), stale, TableUpdateMode.Replace);

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("a|1")),
            new(TableTransactionActionType.UpdateReplace, Row("!", ("Version", 3)), stale),
        ]));

        Assert.Equal(412, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        Assert.Equal(1, failure.FailedTransactionActionIndex);
        var rows = await Table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(2, Assert.Single(rows).GetInt32("Version"));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_fails_the_transaction_with_404()
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, Row("none"), ETag.All)]));

        Assert.Equal(404, failure.Status);
        Assert.Equal(0, failure.FailedTransactionActionIndex);
    }

    [Fact]
    public async Task More_than_a_hundred_actions_are_the_services_error()
    {
        var actions = Enumerable.Range(0, 101).Select(n => new TableTransactionAction(TableTransactionActionType.Add, Row($"{n}")));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions));

        Assert.Equal(400, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.InvalidInput);
    }

    [Fact]
    public async Task Values_that_look_like_the_protocol_stay_values()
    {
        const string Tricky = "--changeset_x\r\nHTTP/1.1 500 {\"odata.error\":{}} DELETE http://x/y(PartitionKey='a',RowKey='b') }\u2028{";
        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("1", ("Text", Tricky), ("Long", long.MaxValue), ("Bytes", new byte[] { 1, 2 }))),
            new(TableTransactionActionType.Add, Row("2", ("Text", new string('"', 30_000)))),
        ]);

        var first = (await Table.GetEntityAsync<TableEntity>("p", "1")).Value;
        var second = (await Table.GetEntityAsync<TableEntity>("p", "2")).Value;
        Assert.Equal(Tricky, first.GetString("Text"));
        Assert.Equal(long.MaxValue, first.GetInt64("Long"));
        Assert.Equal([1, 2], first.GetBinary("Bytes"));
        Assert.Equal(30_000, second.GetString("Text").Length);
    }

    private static TableEntity Row(string rowKey, params (string Name, object Value)[] values)
    {
        var row = new TableEntity("p", rowKey);
        foreach (var (name, value) in values)
        {
            row[name] = value;
        }
        return row;
    }

    private async Task<ETag> TagOf(string rowKey) => (await Table.GetEntityAsync<TableEntity>("p", rowKey)).Value.ETag;
}
