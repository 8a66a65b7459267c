using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Messages;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Routing;

public sealed class RouterFuzzTests
{
    private const string Fill =
        """{"accountId":"A-1","sequence":43,"asOf":"2026-05-19T13:00:00Z","jobId":"A-1|cross|2","position":{"instrument":"BTC-PERP","quantity":"0.5","entryPrice":"43000"}}""";

    private const string Prices = """{"source":"feed","asOf":"2026-05-19T13:00:00Z","prices":[{"symbol":"BTC-PERP","price":"43000.5"},{"symbol":"BTC-USD","price":43001}]}""";

    [Fact]
    public void Whatever_is_posted_is_routed_or_answered_and_nothing_is_lost() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var cluster = new Cluster(Given.Sample);
            var batch = Batch(random, UpdateText.With());

            cluster.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None).GetAwaiter().GetResult();

            Assert.Equal(batch.Select(m => m.MessageId).Order(), [.. Routed(cluster).Concat(Answered(cluster)).Order()]);
        },
        count: 3_000);

    [Fact]
    public void Whatever_fill_is_posted_is_routed_or_answered_and_nothing_is_lost() => Always.HoldsForSeeds(
        seed =>
        {
            var cluster = new Cluster(Given.Sample);
            var batch = Batch(new Random(seed), Fill);

            cluster.NewRouter().RouteFillsAsync(batch, CancellationToken.None).GetAwaiter().GetResult();

            Assert.Equal(batch.Select(m => m.MessageId).Order(), [.. Routed(cluster).Concat(Answered(cluster)).Order()]);
        },
        count: 1_500);

    [Fact]
    public void Whatever_price_is_posted_is_stored_or_answered_and_never_throws() => Always.HoldsForSeeds(
        seed =>
        {
            var cluster = new Cluster(Given.Sample);
            var batch = Batch(new Random(seed), Prices);

            cluster.NewIngestor().IngestAsync(batch, CancellationToken.None).GetAwaiter().GetResult();

            var accepted = batch.Where(m => StrictDocument.Read(m.Body, new PriceReader(Given.Sample).Read, out _).Count == 0).Select(m => m.MessageId).ToList();
            Assert.Empty(batch.Select(m => m.MessageId).Except(accepted).Except(Answered(cluster)));
            Assert.Equal(cluster.Rejections().Count, cluster.Rejections().DistinctBy(r => r.MessageId).Count());
        },
        count: 3_000);

    private static List<IncomingMessage> Batch(Random random, string valid) =>
        [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => new IncomingMessage($"m-{i}", random.Next(5) == 0 ? Given.Utf8(valid) : Mutator.Damage(Given.Utf8(valid), random)))];

    private static IEnumerable<string> Answered(Cluster cluster) => cluster.Rejections().Select(r => r.MessageId);

    private static IEnumerable<string> Routed(Cluster cluster)
    {
        var format = new ShardWorkFormat(new HoldingsReader(Given.Sample));
        foreach (var message in cluster.Bus.At(Entities.ShardWork))
        {
            Assert.Empty(format.Read(message.Body, out var work));
            foreach (var update in work!.Updates)
            {
                yield return update.MessageId;
            }
        }
    }
}
