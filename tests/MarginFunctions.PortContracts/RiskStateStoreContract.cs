using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Dynamic;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="IRiskStateStore"/> guarantees.</summary>
public abstract class RiskStateStoreContract : PortContract<IRiskStateStore>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Start = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_new_store_has_no_version()
    {
        Assert.Null(await Port.ReadLatestAsync(None));
        Assert.Null(await Port.ReadAsync(1, None));
        Assert.Null(await Port.ReadAsync(0, None));
    }

    [Fact]
    public async Task A_version_is_read_as_it_was_stored_to_the_last_digit()
    {
        var first = Version(1, 0.16m);

        Assert.True(await Port.TryAppendAsync(first, None));

        AssertSame(first, await Port.ReadLatestAsync(None));
        AssertSame(first, await Port.ReadAsync(1, None));
    }

    [Fact]
    public async Task The_latest_is_the_highest_and_earlier_versions_stay()
    {
        var versions = Enumerable.Range(1, 12).Select(n => Version(n, 0.10m + n / 100m)).ToList();
        foreach (var version in versions)
        {
            Assert.True(await Port.TryAppendAsync(version, None));
        }

        AssertSame(versions[^1], await Port.ReadLatestAsync(None));
        foreach (var version in versions)
        {
            AssertSame(version, await Port.ReadAsync(version.Version, None));
        }

        Assert.Null(await Port.ReadAsync(13, None));
    }

    [Theory]
    [InlineData(1, "older than the latest")]
    [InlineData(2, "the latest itself")]
    [InlineData(4, "one that leaves a gap")]
    public async Task Only_the_version_after_the_latest_is_stored(long version, string which)
    {
        await Port.TryAppendAsync(Version(1, 0.16m), None);
        await Port.TryAppendAsync(Version(2, 0.17m), None);

        Assert.False(await Port.TryAppendAsync(Version(version, 0.30m), None), which);

        AssertSame(Version(2, 0.17m), await Port.ReadLatestAsync(None));
        AssertSame(Version(1, 0.16m), await Port.ReadAsync(1, None));
    }

    [Fact]
    public async Task Of_writers_that_read_the_same_version_exactly_one_stores_the_next()
    {
        await Port.TryAppendAsync(Version(1, 0.16m), None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => Port.TryAppendAsync(Version(2, 0.20m + writer / 100m), None))));

        var winner = Assert.Single(Enumerable.Range(0, 4), writer => outcomes[writer]);
        AssertSame(Version(2, 0.20m + winner / 100m), await Port.ReadLatestAsync(None));
    }

    [Fact]
    public async Task The_most_underlyings_there_may_be_fit_in_a_version()
    {
        var names = Enumerable.Range(0, DynamicRangePolicy.MostUnderlyings).Select(n => $"{new string('U', 60)}-{n:D2}").ToList();
        var risks = names.Select((name, n) => Risk(name, 0.1234567890123456789012345678m, names.Take(n).ToDictionary(other => other, _ => -1.2345678901234567E-05))).ToList();
        var large = new RiskStateRecord(1, Start, new string('v', 64), risks);

        Assert.True(await Port.TryAppendAsync(large, None));

        AssertSame(large, await Port.ReadLatestAsync(None));
    }

    private static RiskStateRecord Version(long version, decimal range) => new(
        version, Start.AddMinutes(version), "test-1", [Risk("BTC-USD", range, []), Risk("ETH-USD", range, new() { ["BTC-USD"] = 0.1 + 0.2 })]);

    private static UnderlyingRisk Risk(string name, decimal range, Dictionary<string, double> covariances) =>
        new(name, range, 0.1 + 0.2, 43120.50m, Start.AddTicks(1), -1.0 / 3, covariances);

    private static void AssertSame(RiskStateRecord expected, RiskStateRecord? actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected, EngineJson.Default.RiskStateRecord), JsonSerializer.Serialize(actual, EngineJson.Default.RiskStateRecord!));
}
