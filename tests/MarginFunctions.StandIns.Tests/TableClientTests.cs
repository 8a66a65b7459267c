using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using MarginFunctions.Azurite;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class TableClientTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Creating_a_table_twice_is_no_error()
    {
        Assert.Equal(Table.Name, (await Service.CreateTableIfNotExistsAsync(Table.Name)).Value.Name);
        Assert.Equal(Table.Name, (await Table.CreateIfNotExistsAsync()).Value.Name);
    }

    [Fact]
    public async Task Deleting_a_table_that_is_not_there_is_no_error() =>
        Assert.Equal(404, (await Service.DeleteTableAsync("nosuchtable")).Status);

    [Fact]
    public async Task Inserting_the_same_keys_twice_fails_with_409()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task A_stale_ETag_fails_with_412()
    {
        var first = await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        var stale = first.Headers.ETag!.Value;
        var second = await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, stale, TableUpdateMode.Replace);

        foreach (var attempt in new Func<Task>[]
        {
            () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, stale, TableUpdateMode.Replace),
            () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, stale),
            () => Table.DeleteEntityAsync("p", "r", stale),
        })
        {
            var failure = await Assert.ThrowsAsync<RequestFailedException>(attempt);
            Assert.Equal(412, failure.Status);
            Assert.True(failure.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        }
        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(2, read.GetInt32("N"));
        Assert.Equal(second.Headers.ETag, read.ETag);
    }

    [Fact]
    public async Task Merge_keeps_and_replace_drops_what_is_not_named()
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 });
        var merged = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 3 }, TableUpdateMode.Replace);
        var replaced = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((null, 3), (replaced.GetInt32("A"), replaced.GetInt32("B")));
    }

    [Fact]
    public async Task An_entity_that_is_not_there_is_404_or_no_value()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("p", "none"));
        var missing = await Table.GetEntityIfExistsAsync<TableEntity>("p", "none");

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.ResourceNotFound);
        Assert.False(missing.HasValue);
        Assert.Throws<InvalidOperationException>(() => missing.Value);
        Assert.Equal(404, (await Table.DeleteEntityAsync("p", "none")).Status);
        failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All));
        Assert.Equal(404, failure.Status);
    }

    [Fact]
    public async Task A_select_returns_the_columns_it_names()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var one = (await Table.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;
        await foreach (var row in Table.QueryAsync<TableEntity>(select: ["RowKey", "A"]))
        {
            Assert.Equal(("r", 1, false), (row.RowKey, row.GetInt32("A"), row.ContainsKey("B")));
        }

        Assert.Equal((false, 2), (one.ContainsKey("A"), one.GetInt32("B")));
    }

    [Fact]
    public async Task A_query_follows_its_pages_past_a_thousand_rows()
    {
        const int Rows = 2_050;
        foreach (var chunk in Enumerable.Range(0, Rows).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(
                n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{n:d5}") { ["N"] = n })));
        }

        var pages = new List<int>();
        var read = new List<int>();
        await foreach (var page in Table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages())
        {
            pages.Add(page.Values.Count);
            read.AddRange(page.Values.Select(row => row.GetInt32("N")!.Value));
        }
        var small = await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey lt {"00030"}"), maxPerPage: 10).AsPages().CountAsync();

        Assert.Equal([1_000, 1_000, 50], pages);
        Assert.Equal(Enumerable.Range(0, Rows), read);
        Assert.InRange(small, 3, 4);
    }

    [Fact]
    public async Task A_page_can_be_continued_by_its_token()
    {
        await Table.AddEntityAsync(new TableEntity("p", "1"));
        await Table.AddEntityAsync(new TableEntity("p", "2"));
        var first = await Table.QueryAsync<TableEntity>(maxPerPage: 1).AsPages().FirstAsync();

        var rest = await Table.QueryAsync<TableEntity>().AsPages(first.ContinuationToken).FirstAsync();

        Assert.Equal("1", Assert.Single(first.Values).RowKey);
        Assert.Equal("2", Assert.Single(rest.Values).RowKey);
        Assert.Null(rest.ContinuationToken);
    }

    [Fact]
    public async Task Another_entity_type_is_refused_with_a_reason()
    {
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new Poco { PartitionKey = "p", RowKey = "r" }));

        Assert.Contains("TableEntity only", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Poco : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }
    }
}
