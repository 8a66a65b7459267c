using Azure.Data.Tables;
using MarginFunctions.Storage;
using Xunit;

namespace MarginFunctions.Azure.Tests.Storage;

public sealed class TableLimitsTests
{
    [Fact]
    public void A_hundred_rows_of_one_partition_are_a_transaction() => TableLimits.Check(Put([.. Enumerable.Range(0, 100).Select(i => Row($"r{i}"))]));

    [Fact]
    public void A_hundred_and_one_rows_are_not() => AssertRefused("101 rows", [.. Enumerable.Range(0, 101).Select(i => Row($"r{i}"))]);

    [Fact]
    public void No_rows_are_not() => AssertRefused("0 rows");

    [Fact]
    public void Rows_of_two_partitions_are_refused_naming_both() => AssertRefused("partitions p and q", Row("1"), new TableEntity("q", "2"));

    [Fact]
    public void A_row_twice_is_refused_by_its_name() => AssertRefused("row a|A-1 of partition p twice", Row("a|A-1"), Row("a|A-1"));

    [Theory]
    [InlineData(252, true)]
    [InlineData(253, false)]
    public void A_row_has_up_to_252_properties(int count, bool allowed)
    {
        var row = Row("a|A-1");
        for (var i = 0; i < count; i++)
        {
            row[$"P{i}"] = i;
        }

        AssertAllowed(allowed, "row a|A-1 of partition p has 253 properties", row);
    }

    [Theory]
    [InlineData(32_768, true)]
    [InlineData(32_769, false)]
    public void A_string_has_up_to_32_K_characters(int length, bool allowed) =>
        AssertAllowed(allowed, "Property Text of row a|A-1", Row("a|A-1", ("Text", new string('x', length))));

    [Fact]
    public void The_size_of_a_row_is_counted_as_the_service_counts_it()
    {
        var row = Row("row", ("Text", "four"), ("Long", 1L), ("Flag", true), ("Bytes", new byte[5]));

        // 4 + keys 2·(1 + 3); then for each property 8 + 2·name + value: text 4 + 2·4, long 8, flag 1, bytes 4 + 5.
        Assert.Equal(4 + 8 + (8 + 8 + 12) + (8 + 8 + 8) + (8 + 8 + 1) + (8 + 10 + 9), TableLimits.StoredBytes(row));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_row_takes_up_to_1_MiB(int more, bool allowed)
    {
        var row = Row("a|A-1");
        for (var i = 0; i < 15; i++)
        {
            row[$"T{i:D2}"] = new string('x', 32_768);
        }

        row["T15"] = "";
        var rest = (TableLimits.EntityBytes - TableLimits.StoredBytes(row)) / 2;
        row["T15"] = new string('x', (int)rest + more);

        AssertAllowed(allowed, "row a|A-1 of partition p takes", row);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    public void A_key_has_no_character_that_the_service_refuses(string key)
    {
        AssertRefused($"The row key of row {key}", Row(key));
        AssertRefused("The partition key", new TableEntity(key, "r"));
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_key_has_up_to_512_characters(int length, bool allowed) => AssertAllowed(allowed, "The row key of row", Row(new string('k', length)));

    [Theory]
    [InlineData('x', true)]
    [InlineData('"', false)]
    [InlineData('ż', false)]
    public void A_request_has_up_to_4_MiB_in_which_what_JSON_escapes_takes_six_bytes(char character, bool allowed)
    {
        // 750,000 characters: 0.75 MB of letters, 4.5 MB of quotes.
        var rows = Enumerable.Range(0, 25).Select(i => Row($"r{i}", ("Text", new string(character, 30_000)))).ToArray();

        AssertAllowed(allowed, "of partition p takes", rows);
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

    private static List<TableTransactionAction> Put(params TableEntity[] rows) =>
        [.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))];

    private static void AssertAllowed(bool allowed, string otherwise, params TableEntity[] rows)
    {
        if (allowed)
        {
            TableLimits.Check(Put(rows));
        }
        else
        {
            AssertRefused(otherwise, rows);
        }
    }

    private static void AssertRefused(string words, params TableEntity[] rows) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => TableLimits.Check(Put(rows))).Message, StringComparison.Ordinal);
}
