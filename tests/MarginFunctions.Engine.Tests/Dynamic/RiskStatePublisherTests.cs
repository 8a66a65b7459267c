using System.Diagnostics.Metrics;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Dynamic;

public sealed class RiskStatePublisherTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Cluster cluster = new(Dynamics.Parameters);

    [Fact]
    public async Task Without_dynamic_margin_nothing_is_read_or_written()
    {
        var plain = new Cluster(Given.OneShard);

        Assert.False(await plain.NewRiskPublisher().PublishAsync(None));

        Assert.Empty(plain.Steps.Journal);
    }

    [Fact]
    public async Task A_publication_stores_the_next_version()
    {
        Assert.True(await cluster.NewRiskPublisher().PublishAsync(None));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await cluster.NewRiskPublisher().PublishAsync(None));

        Assert.Equal((2, cluster.Time.Now), (cluster.RiskStates.Now()!.Version, cluster.RiskStates.Now()!.At));
    }

    [Theory]
    [InlineData("risk.ReadLatest done")]
    [InlineData("marks.Read done")]
    [InlineData("risk.Append v1")]
    public async Task Of_two_timers_at_once_one_wins_wherever_they_meet(string point)
    {
        var other = false;
        Meet(point, async () => other = await cluster.NewRiskPublisher().PublishAsync(None));

        var mine = await cluster.NewRiskPublisher().PublishAsync(None);

        Assert.Equal((false, true), (mine, other));
        Assert.Equal(1, cluster.RiskStates.Now()!.Version);
    }

    [Theory]
    [InlineData("marks.Read", null)]
    [InlineData("risk.Append v1", null)]
    [InlineData("risk.Append v1 done", 1L)]
    public async Task A_crash_at_any_step_leaves_a_whole_version_and_the_next_minute_goes_on(string point, long? version)
    {
        Meet(point, () => throw new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => cluster.NewRiskPublisher().PublishAsync(None));
        Assert.Equal(version, cluster.RiskStates.Now()?.Version);

        cluster.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await cluster.NewRiskPublisher().PublishAsync(None));
        Assert.Equal((version ?? 0) + 1, cluster.RiskStates.Now()!.Version);
    }

    [Fact]
    public async Task A_missing_mark_keeps_the_range_and_is_counted_by_name()
    {
        var missing = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == cluster.Meter && instrument.Name == EngineMetrics.MissingRiskMarks)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => missing.Add((string?)tags[0].Value));
        listener.Start();
        cluster.Mark("BTC-USD", 43_000);
        await cluster.NewRiskPublisher().PublishAsync(None);
        cluster.Time.Advance(TimeSpan.FromMinutes(4));
        cluster.Mark("ETH-USD", 2_300);

        await cluster.NewRiskPublisher().PublishAsync(None);

        Assert.Equal(["ETH-USD"], missing);
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await cluster.NewRiskPublisher().PublishAsync(None);
        Assert.Equal(["ETH-USD", "BTC-USD", "ETH-USD"], missing);
    }

    private void Meet(string point, Func<Task> happens) => cluster.Steps.At = async where =>
    {
        if (where == point)
        {
            cluster.Steps.At = _ => Task.CompletedTask;
            await happens();
        }
    };
}
