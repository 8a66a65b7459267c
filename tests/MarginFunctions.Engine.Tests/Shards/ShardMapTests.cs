using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Tests.Shards;

public sealed class ShardMapTests
{
    /// <summary>The first bits of SHA-256, from <c>printf %s A-1001 | sha256sum</c>. A change here would lose every account of every deployment.</summary>
    [Theory]
    [InlineData("A-1001", 0, 0, 2, 44)]
    [InlineData("A-1", 0, 1, 47, 753)]
    [InlineData("a", 0, 1, 50, 810)]
    [InlineData("broker.7:customer@9_x-1", 0, 1, 60, 962)]
    [InlineData("0", 0, 0, 23, 383)]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ", 0, 1, 51, 817)]
    public void The_shard_of_an_account_never_changes(string accountId, int of1, int of2, int of64, int of1024) =>
        Assert.Equal((of1, of2, of64, of1024), (ShardMap.ShardOf(accountId, 1), ShardMap.ShardOf(accountId, 2), ShardMap.ShardOf(accountId, 64), ShardMap.ShardOf(accountId, 1024)));

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Accounts_spread_evenly(int shardCount)
    {
        const int accounts = 100_000;
        var counts = new int[shardCount];
        for (var i = 0; i < accounts; i++)
        {
            counts[ShardMap.ShardOf($"A-{i}", shardCount)]++;
        }

        // Chi-squared about its mean of n − 1 with deviation sqrt(2(n − 1)): five deviations are never seen.
        var expected = accounts / (double)shardCount;
        var chiSquared = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.InRange(chiSquared, 0, shardCount - 1 + 5 * Math.Sqrt(2 * (shardCount - 1)));
    }

    [Fact]
    public void With_twice_the_shards_each_splits_in_two() =>
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(ShardMap.ShardOf($"A-{i}", 64), ShardMap.ShardOf($"A-{i}", 128) / 2));

    [Fact]
    public void An_id_that_is_too_long_is_a_callers_mistake() => Assert.Throws<ArgumentException>(() => ShardMap.ShardOf(new string('a', 65), 64));
}
