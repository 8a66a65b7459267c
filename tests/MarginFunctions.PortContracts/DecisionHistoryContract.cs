using System.Text;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IDecisionHistory"/> guarantees.</summary>
public abstract class DecisionHistoryContract : PortContract<IDecisionHistory>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_account_without_decisions_has_none() => Assert.Empty(await Port.ReadAsync("A-1", 10, None));

    [Fact]
    public async Task Decisions_are_read_newest_first_and_no_more_than_asked_for()
    {
        await Port.AppendAsync([Decision("A-1", 9), Decision("A-1", 100), Decision("A-1", 10)], None);
        await Port.AppendAsync([Decision("A-1", 11)], None);

        Assert.Equal(Keys("A-1", 100, 11, 10, 9), (await Port.ReadAsync("A-1", 10, None)).Select(row => row.Key));
        Assert.Equal(Keys("A-1", 100, 11), (await Port.ReadAsync("A-1", 2, None)).Select(row => row.Key));
    }

    [Fact]
    public async Task Moving_a_decision_twice_moves_it_once()
    {
        await Port.AppendAsync([Decision("A-1", 1), Decision("A-1", 2)], None);
        await Port.AppendAsync([Decision("A-1", 2), Decision("A-1", 3)], None);

        Assert.Equal(Keys("A-1", 3, 2, 1), (await Port.ReadAsync("A-1", 10, None)).Select(row => row.Key));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other_even_when_one_id_begins_another()
    {
        await Port.AppendAsync([Decision("A-1", 1), Decision("A-10", 2), Decision("A", 3), Decision("a-1", 4), Decision("A-1:x@y.z_w", 5)], None);

        Assert.Equal(Keys("A-1", 1), (await Port.ReadAsync("A-1", 10, None)).Select(row => row.Key));
        Assert.Equal(Keys("A-10", 2), (await Port.ReadAsync("A-10", 10, None)).Select(row => row.Key));
        Assert.Equal(Keys("A", 3), (await Port.ReadAsync("A", 10, None)).Select(row => row.Key));
        Assert.Equal(Keys("a-1", 4), (await Port.ReadAsync("a-1", 10, None)).Select(row => row.Key));
        Assert.Equal(Keys("A-1:x@y.z_w", 5), (await Port.ReadAsync("A-1:x@y.z_w", 10, None)).Select(row => row.Key));
    }

    [Fact]
    public async Task More_than_a_hundred_decisions_of_an_account_are_stored_in_one_call()
    {
        await Port.AppendAsync([.. Enumerable.Range(1, 120).Select(i => Decision("A-1", i))], None);

        Assert.Equal(Keys("A-1", [.. Enumerable.Range(1, 120).Reverse().Select(i => (long)i)]), (await Port.ReadAsync("A-1", 1000, None)).Select(row => row.Key));
    }

    [Theory]
    [InlineData("{\"because\":\"żółć 日本語 😀\"}")]
    [InlineData("")]
    public async Task Bodies_are_byte_exact(string body)
    {
        await Port.AppendAsync([new ShardRow(RowKeys.Decision("A-1", 1), Encoding.UTF8.GetBytes(body))], None);

        Assert.Equal(body, Text(Assert.Single(await Port.ReadAsync("A-1", 10, None))));
    }

    [Fact]
    public async Task A_long_decision_round_trips()
    {
        var body = "a" + string.Concat(Enumerable.Repeat("😀", 20_000)) + new string('x', 100_000);
        await Port.AppendAsync([new ShardRow(RowKeys.Decision("A-1", 1), Encoding.UTF8.GetBytes(body))], None);

        Assert.Equal(body, Text(Assert.Single(await Port.ReadAsync("A-1", 10, None))));
    }

    [Fact]
    public async Task Nothing_to_store_is_no_error() => await Port.AppendAsync([], None);

    private static ShardRow Decision(string account, long number) => new(RowKeys.Decision(account, number), Encoding.UTF8.GetBytes($"{account} {number}"));

    private static IEnumerable<string> Keys(string account, params long[] numbers) => numbers.Select(number => RowKeys.Decision(account, number));

    private static string Text(ShardRow row) => Encoding.UTF8.GetString(row.Body.Span);
}
