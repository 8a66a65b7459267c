using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Engine.Tests.Prices;

public sealed class PriceIngestorTests
{
    private readonly Cluster cluster = new(Given.Sample);

    [Fact]
    public async Task A_mark_wakes_exactly_the_shards_whose_band_it_has_left()
    {
        await Publish(3, new PriceBand(42_000, 44_000));
        await Publish(7, new PriceBand(42_900, 43_100));
        await Publish(9, new PriceBand(42_000, 42_500));

        await Ingest(Tick("t", "43050"));

        Assert.Equal(["0009"], Woken());
        await Ingest(Tick("t2", "42950", seconds: 1));
        Assert.Equal(["0009"], Woken().Distinct());
        await Ingest(Tick("t3", "43200", seconds: 2));
        Assert.Equal(["0007", "0009"], Woken().Distinct().Order());
    }

    [Fact]
    public async Task Several_symbols_that_leave_one_shard_wake_it_once()
    {
        await cluster.Bands.NarrowAsync(3, 1, new Dictionary<string, PriceBand> { ["BTC-PERP"] = new(1, 2), ["ETH-PERP"] = new(1, 2) }, CancellationToken.None);

        await Ingest(Tick("t", "43050"), Given.Message("t2", """{"source":"s","asOf":"2026-05-19T13:00:00Z","prices":[{"symbol":"ETH-PERP","price":"2300"}]}"""));

        Assert.Equal(["0003"], Woken());
    }

    [Fact]
    public async Task A_tick_inside_every_band_sends_nothing()
    {
        await Publish(3, new PriceBand(42_000, 44_000));

        await Ingest(Tick("t", "43050"));

        Assert.DoesNotContain(cluster.Steps.Journal, call => call.StartsWith("bus", StringComparison.Ordinal));
        Assert.Equal(43_050, Assert.Single(cluster.Marks.Now()).Price);
    }

    [Theory]
    [InlineData("a price as old as allowed is taken", -60_000, null)]
    [InlineData("a price older than allowed is stale", -60_001, "is stale: 00:01:00.0010000 old on arrival, and 00:01:00 is the most")]
    [InlineData("a source's clock may run ahead a little", 5_000, null)]
    [InlineData("a price of the future is refused", 5_001, "is 00:00:05.0010000 in the future")]
    public async Task The_age_of_a_price_is_checked(string sentence, int milliseconds, string? reason)
    {
        await Ingest(Given.Message("t", Text("43000", cluster.Time.Now.AddMilliseconds(milliseconds))));

        var problem = cluster.Rejections().SingleOrDefault()?.Problems.Single();
        Assert.True(problem?.Reason == reason && (problem is null || problem.Field == "asOf"), $"{sentence}: {problem}");
        Assert.Equal(reason is null ? 1 : 0, cluster.Marks.Now().Count);
    }

    [Fact]
    public async Task The_first_moment_of_the_calendar_is_stale_too()
    {
        await Ingest(Given.Message("t", Text("43000", default)));

        Assert.StartsWith("is stale", Assert.Single(Assert.Single(cluster.Rejections()).Problems).Reason, StringComparison.Ordinal);
        Assert.Empty(cluster.Marks.Now());
    }

    [Fact]
    public async Task Of_a_batch_the_latest_price_of_a_symbol_counts_whatever_the_order()
    {
        await Ingest(Tick("t2", "43200", seconds: 2), Tick("t1", "43100", seconds: 1), Tick("t3", "43300", seconds: 3));

        Assert.Equal(43_300, Assert.Single(cluster.Marks.Now()).Price);
    }

    [Fact]
    public async Task A_price_that_comes_after_a_later_one_changes_nothing()
    {
        await Ingest(Tick("t2", "43200", seconds: 2));
        await Ingest(Tick("t1", "43100", seconds: 1));

        Assert.Equal((43_200m, "feed"), cluster.Marks.Now().Select(m => (m.Price, m.Source)).Single());
    }

    [Theory]
    [InlineData("a price of zero", """[{"symbol":"BTC-PERP","price":"0"}]""", "prices[0].price")]
    [InlineData("a price below zero", """[{"symbol":"BTC-PERP","price":-1}]""", "prices[0].price")]
    [InlineData("a symbol that nobody knows", """[{"symbol":"BTC-PERP","price":"1"},{"symbol":"NOPE","price":"1"}]""", "prices[1].symbol")]
    [InlineData("a symbol twice", """[{"symbol":"BTC-PERP","price":"1"},{"symbol":"BTC-PERP","price":"2"}]""", "prices")]
    public async Task A_refused_message_stores_nothing_and_the_rest_of_its_batch_is_stored(string sentence, string prices, string field)
    {
        await Ingest(
            Given.Message("bad", $$"""{"source":"s","asOf":"2026-05-19T13:00:00Z","prices":{{prices}}}"""),
            Given.Message("good", """{"source":"s","asOf":"2026-05-19T13:00:00Z","prices":[{"symbol":"ETH-PERP","price":"2300"}]}"""));

        var rejection = Assert.Single(cluster.Rejections());
        Assert.True(rejection.Problems.Any(p => p.Field == field), sentence);
        Assert.Equal(("bad", Entities.PriceUpdates), (rejection.MessageId, rejection.Entity));
        Assert.Equal(["ETH-PERP"], cluster.Marks.Now().Select(m => m.Symbol));
    }

    [Theory]
    [InlineData("at once", 0)]
    [InlineData("when it has become stale", 120)]
    public async Task An_ingest_that_dies_after_storing_wakes_its_shards_when_the_message_comes_again(string when, int seconds)
    {
        await Publish(3, new PriceBand(42_000, 44_000));
        cluster.Steps.At = call => call.StartsWith("bands.FindLeft", StringComparison.Ordinal) ? throw new IOException("cut off") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => Ingest(Tick("t", "45000")));
        cluster.Steps.At = _ => Task.CompletedTask;
        cluster.Time.Advance(TimeSpan.FromSeconds(seconds));

        await Ingest(Tick("t", "45000"));

        Assert.True(Woken().SequenceEqual(["0003"]), when);
    }

    [Fact]
    public async Task The_same_marks_wake_a_shard_once()
    {
        await Publish(3, new PriceBand(42_000, 44_000));

        await Ingest(Tick("t", "45000"));
        await Ingest(Tick("t", "45000"));

        Assert.Equal(["0003"], Woken());
        Assert.Equal(1, cluster.Bus.Dropped);
    }

    [Fact]
    public async Task Marks_are_stored_before_bands_are_read()
    {
        await Ingest(Tick("t", "43000"));

        Assert.Equal(["marks.Advance", "marks.Read", "bands.FindLeft BTC-PERP"], cluster.Steps.Journal);
    }

    private static string Text(string price, DateTimeOffset asOf) =>
        $$"""{"source":"feed","asOf":"{{asOf.ToString("O", CultureInfo.InvariantCulture)}}","prices":[{"symbol":"BTC-PERP","price":"{{price}}"}]}""";

    private static IncomingMessage Tick(string id, string price, int seconds = 0) => Given.Message(id, Text(price, ManualTime.Start.AddSeconds(seconds)));

    private Task Publish(int shard, PriceBand band) => cluster.Bands.NarrowAsync(shard, 1, new Dictionary<string, PriceBand> { ["BTC-PERP"] = band }, CancellationToken.None);

    private Task Ingest(params IncomingMessage[] batch) => cluster.NewIngestor().IngestAsync(batch, CancellationToken.None);

    private List<string> Woken() => cluster.Bus.At(Entities.ShardWork).ConvertAll(m => m.SessionId!);
}
