using System.Text;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Storage;
using Xunit;

namespace MarginFunctions.Azure.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableDecisionHistoryTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Large_decisions_are_stored_in_as_many_transactions_as_they_need()
    {
        var table = await Tables.CreateAsync(azurite);
        var history = new TableDecisionHistory(table);
        var body = Encoding.UTF8.GetBytes(new string('"', 150_000));
        ShardRow[] decisions = [.. Enumerable.Range(1, 9).Select(number => new ShardRow(RowKeys.Decision("A-1", number), body))];

        await history.AppendAsync(decisions, CancellationToken.None);

        var read = await history.ReadAsync("A-1", 100, CancellationToken.None);
        Assert.Equal(decisions.Select(row => row.Key).Reverse(), read.Select(row => row.Key));
        Assert.All(read, row => Assert.True(row.Body.Span.SequenceEqual(body)));
        await table.DeleteAsync();
    }

    [Theory]
    [InlineData("a|A-1")]
    [InlineData("d|A-1")]
    [InlineData("d||000000000001")]
    [InlineData("d|A-1|one")]
    [InlineData("d|A-1|1000000000000")]
    public async Task What_is_no_decision_is_refused_by_its_key(string key)
    {
        var table = await Tables.CreateAsync(azurite);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => new TableDecisionHistory(table).AppendAsync([new ShardRow(key, default)], CancellationToken.None));

        Assert.Contains($"'{key}'", refusal.Message, StringComparison.Ordinal);
        await table.DeleteAsync();
    }
}
