using Azure.Data.Tables;
using MarginFunctions.Azurite;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class EntityRoundTripTests(AzuriteFixture azurite) : TableTest(azurite)
{
    public static TheoryData<string, object> Values => new()
    {
        { "text", "a \"quoted\" {brace} + é 漢 \u2028 line\r\nbreak" },
        { "an empty text", "" },
        { "a decimal in text", "79228162514264337593543950335" },
        { "true", true },
        { "the smallest int", int.MinValue },
        { "a long that no double holds", 9_007_199_254_740_993L },
        { "a long that an int holds", 7L },
        { "a double with a fraction", 0.1 },
        { "a whole double", 2.0 },
        { "a large double", 1e300 },
        { "infinity", double.NegativeInfinity },
        { "not a number", double.NaN },
        { "an id", Guid.Parse("7f2b1f9e-6d0e-4a55-9b7e-0b8f3d4e5a6b") },
        { "a moment", new DateTimeOffset(2026, 5, 19, 13, 0, 0, TimeSpan.Zero).AddTicks(1_234_567) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_with_its_type(string what, object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", what) { ["Value"] = value });

        var read = (await Table.GetEntityAsync<TableEntity>("p", what)).Value;

        Assert.Equal(value, read["Value"]);
        Assert.Equal(value.GetType(), read["Value"].GetType());
    }

    [Fact]
    public async Task Typed_getters_read_what_was_written()
    {
        var moment = new DateTimeOffset(2026, 5, 19, 15, 0, 0, TimeSpan.FromHours(2));
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "x",
            ["Flag"] = false,
            ["Int"] = 1,
            ["Long"] = 1L,
            ["Double"] = 1.0,
            ["Binary"] = new byte[] { 0, 255 },
            ["Data"] = BinaryData.FromBytes(new byte[] { 1 }),
            ["Id"] = Guid.Empty,
            ["Offset"] = moment,
            ["Utc"] = moment.UtcDateTime,
            ["Nothing"] = null,
        });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("x", read.GetString("Text"));
        Assert.False(read.GetBoolean("Flag"));
        Assert.Equal(1, read.GetInt32("Int"));
        Assert.Equal(1L, read.GetInt64("Long"));
        Assert.Equal(1.0, read.GetDouble("Double"));
        Assert.Equal([0, 255], read.GetBinary("Binary"));
        Assert.Equal([1], read.GetBinaryData("Data").ToArray());
        Assert.Equal(Guid.Empty, read.GetGuid("Id"));
        Assert.Equal(moment, read.GetDateTimeOffset("Offset"));
        Assert.Equal(moment.UtcDateTime, read.GetDateTime("Utc"));
        Assert.Null(read.GetString("Nothing"));
        Assert.False(read.ContainsKey("Nothing"));
        Assert.NotNull(read.Timestamp);
        Assert.NotEqual(default, read.ETag);
        Assert.Throws<InvalidOperationException>(() => read.GetInt64("Int"));
    }

    [Theory]
    [InlineData("O'Brien")]
    [InlineData("a|user@example:1")]
    [InlineData("!")]
    [InlineData("with space + plus & % 漢")]
    public async Task A_key_may_hold_any_character_the_service_allows(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });
        await Table.UpsertEntityAsync(new TableEntity(key, key) { ["N"] = 2 }, TableUpdateMode.Replace);
        await Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["M"] = 3 }, Azure.ETag.All)]);

        var read = (await Table.GetEntityAsync<TableEntity>(key, key)).Value;
        Assert.Equal((key, key, 2, 3), (read.PartitionKey, read.RowKey, read.GetInt32("N"), read.GetInt32("M")));
        var queried = new List<TableEntity>();
        await foreach (var row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")))
        {
            queried.Add(row);
        }
        Assert.Single(queried);

        Assert.Equal(204, (await Table.DeleteEntityAsync(key, key)).Status);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }
}
