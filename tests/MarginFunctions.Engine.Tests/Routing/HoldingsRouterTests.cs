using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Tests.Messages;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Routing;

public sealed class HoldingsRouterTests
{
    private readonly Cluster cluster = new(Given.Sample);

    [Fact]
    public async Task Each_shard_gets_one_chunk_with_its_own_accounts_in_the_order_they_came()
    {
        var batch = Enumerable.Range(0, 40).Select(i => Update(i)).ToList();

        await cluster.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None);

        var chunks = Chunks();
        Assert.Equal(40, chunks.Sum(c => c.Updates.Count));
        Assert.Equal(chunks.Count, chunks.Select(c => c.Shard).Distinct().Count());
        Assert.All(chunks, c => Assert.All(c.Updates, u => Assert.Equal(c.Shard, ShardMap.ShardOf(u.Update.AccountId, 64))));
        Assert.All(chunks, c => Assert.Equal(c.Updates.Select(u => u.Update.Sequence).Order(), c.Updates.Select(u => u.Update.Sequence)));
        Assert.All(Work(), m => Assert.StartsWith($"u|{m.SessionId}|", m.MessageId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_batch_routed_twice_arrives_once()
    {
        var batch = Enumerable.Range(0, 10).Select(i => Update(i)).Append(Given.Message("bad", "{}")).ToList();

        await cluster.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None);
        var first = Work().Count;
        cluster.Time.Advance(TimeSpan.FromSeconds(30));
        await cluster.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None);

        Assert.Equal(first, Work().Count);
        Assert.Single(cluster.Rejections());
    }

    [Theory]
    [InlineData(null, "alpha:A-1", true, "a message straight to the queue speaks of any account")]
    [InlineData("alpha", "alpha:A-1", true, "a broker speaks of its own account")]
    [InlineData("alpha", "beta:A-1", false, "and of no other broker's")]
    [InlineData("alpha", "alphabet:A-1", false, "nor of one whose broker's name begins like its own")]
    [InlineData("alpha", "A-1", false, "nor of one that is no broker's")]
    [InlineData("", "A-1", false, "a property that is no text is no broker's")]
    public async Task A_broker_speaks_of_its_own_accounts_only(string? broker, string account, bool taken, string because)
    {
        var message = Given.Message("m-1", UpdateText.With(accountId: $"\"{account}\"")) with { BrokerId = broker };

        await cluster.NewRouter().RouteUpdatesAsync([message], CancellationToken.None);

        Assert.True(Work().Count == (taken ? 1 : 0), because);
        if (!taken)
        {
            var problem = Assert.Single(Assert.Single(cluster.Rejections()).Problems);
            Assert.Equal(("accountId", $"\"{account}\""), (problem.Field, problem.Value));
            Assert.Equal(broker, Assert.Single(cluster.Bus.At(Entities.UpdateRejections)).BrokerId);
        }
    }

    [Fact]
    public async Task A_shared_deployment_takes_nothing_that_names_no_broker()
    {
        await cluster.NewRouter(isShared: true).RouteUpdatesAsync([Update(1), Update(2) with { BrokerId = "alpha" }], CancellationToken.None);

        Assert.Empty(Work());
        Assert.Equal(["brokerId", "accountId"], cluster.Rejections().Select(r => Assert.Single(r.Problems).Field));
    }

    [Fact]
    public async Task Two_brokers_that_send_the_same_bad_message_are_both_answered()
    {
        var bad = Given.Message("m-1", "{}");

        await cluster.NewRouter().RouteUpdatesAsync([bad with { BrokerId = "alpha" }, bad with { BrokerId = "beta" }], CancellationToken.None);

        Assert.Equal(["alpha", "beta"], cluster.Bus.At(Entities.UpdateRejections).Select(m => m.BrokerId));
    }

    [Fact]
    public async Task A_fill_of_another_brokers_account_is_refused_too()
    {
        var fill = Given.Message(
            "m-1",
            """{"accountId":"beta:A-1","sequence":2,"asOf":"2026-05-19T13:00:00Z","jobId":"j","filledQuantity":"1","fillPrice":"42000","position":{"instrument":"BTC-PERP","quantity":"0"}}""") with { BrokerId = "alpha" };

        await cluster.NewRouter().RouteFillsAsync([fill], CancellationToken.None);

        Assert.Empty(Work());
        Assert.Equal("accountId", Assert.Single(Assert.Single(cluster.Rejections()).Problems).Field);
    }

    [Fact]
    public async Task Chunks_stay_below_200_KB_and_lose_nothing()
    {
        var parameters = Given.WithPerpetuals(Enumerable.Range(0, 900).Select(i => $"P-{i:D4}"));
        var large = new Cluster(parameters);
        var positions = string.Join(",", parameters.Instruments.Select(i => $$"""{"instrument":"{{i.Symbol}}","quantity":"1","entryPrice":"100"}"""));
        var batch = Enumerable.Range(1, 12).Select(i => Given.Message($"m-{i}", UpdateText.With(sequence: $"{i}", positions: $"[{positions}]"))).ToList();

        await large.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None);

        var work = large.Bus.At(Entities.ShardWork);
        Assert.True(work.Count > 1);
        Assert.All(work, m => Assert.InRange(m.Body.Length, 1, MessageLimits.ChunkBytes));
        Assert.Equal(12, work.Sum(m => Read(m, parameters).Updates.Count));
    }

    [Fact]
    public async Task Chunks_stay_below_200_KB_even_when_ids_are_long_and_escaped()
    {
        var one = new Cluster(Given.OneShard);
        var batch = Enumerable.Range(0, 1_000).Select(i => Given.Message($"{i:D4}{new string('ż', 124)}", UpdateText.With(sequence: $"{i + 1}"))).ToList();

        await one.NewRouter().RouteUpdatesAsync(batch, CancellationToken.None);

        Assert.All(one.Bus.At(Entities.ShardWork), m => Assert.InRange(m.Body.Length, 1, MessageLimits.ChunkBytes));
        Assert.Equal(1_000, one.Bus.At(Entities.ShardWork).Sum(m => Read(m, Given.OneShard).Updates.Count));
    }

    [Fact]
    public async Task An_update_at_the_largest_size_is_routed_and_one_byte_more_is_refused()
    {
        var json = UpdateText.With();
        string Padded(int size) => string.Concat(json, new string(' ', size - json.Length));

        await cluster.NewRouter().RouteUpdatesAsync([Given.Message("fits", Padded(MessageLimits.UpdateBytes)), Given.Message("large", Padded(MessageLimits.UpdateBytes + 1))], CancellationToken.None);

        Assert.Equal("fits", Assert.Single(Assert.Single(Chunks()).Updates).MessageId);
        Assert.Equal(("large", "the message has 190001 bytes; 190000 is the most"), (Assert.Single(cluster.Rejections()).MessageId, cluster.Rejections()[0].Problems[0].Reason));
        Assert.InRange(Work()[0].Body.Length, 1, MessageLimits.ChunkBytes);
    }

    [Fact]
    public async Task A_refusal_names_the_message_its_queue_its_account_and_every_problem()
    {
        await cluster.NewRouter().RouteFillsAsync([Given.Message("m-7", """{"accountId":"A-9","sequence":0}""")], CancellationToken.None);

        var rejection = Assert.Single(cluster.Rejections());
        Assert.Equal(("m-7", Entities.LiquidationFills, "A-9", cluster.Time.Now), (rejection.MessageId, rejection.Entity, rejection.AccountId, rejection.RejectedAt));
        Assert.Equal(["sequence", "asOf", "jobId", "position"], rejection.Problems.Select(p => p.Field));
    }

    [Fact]
    public async Task Two_bad_messages_with_one_id_are_both_answered()
    {
        await cluster.NewRouter().RouteUpdatesAsync([Given.Message("m", "{}"), Given.Message("m", "[]")], CancellationToken.None);

        Assert.Equal(2, cluster.Rejections().Count);
    }

    [Fact]
    public async Task A_message_without_an_id_is_refused_and_does_not_spoil_its_chunk()
    {
        await cluster.NewRouter().RouteUpdatesAsync([Given.Message("", UpdateText.With()), Given.Message("m", UpdateText.With(sequence: "43"))], CancellationToken.None);

        Assert.Equal("m", Assert.Single(Assert.Single(Chunks()).Updates).MessageId);
        Assert.Equal("messageId", Assert.Single(cluster.Rejections()).Problems[0].Field);
    }

    [Fact]
    public async Task Names_without_end_are_answered_in_a_message_that_fits()
    {
        var name = new string('ż', 90_000);

        await cluster.NewRouter().RouteUpdatesAsync(
            [
                Given.Message("field", $$"""{"{{name}}":1}"""),
                Given.Message("twice", UpdateText.With(positions: $$"""[{"instrument":"{{name[..40_000]}}","quantity":"0"},{"instrument":"{{name[..40_000]}}","quantity":"0"}]""")),
                Given.Message("repeated", $$"""{"{{name[..40_000]}}":1,"{{name[..40_000]}}":1}"""),
            ],
            CancellationToken.None);

        Assert.Equal(["field", "twice", "repeated"], cluster.Rejections().Select(r => r.MessageId));
    }

    private static IncomingMessage Update(int i) => Given.Message($"m-{i}", UpdateText.With(accountId: $"\"A-{i % 20}\"", sequence: $"{i + 1}"));

    private static ShardWork Read(OutgoingMessage message, Risk.Parameters.RiskParameters parameters)
    {
        Assert.Empty(new ShardWorkFormat(new HoldingsReader(parameters)).Read(message.Body, out var work));
        return work!;
    }

    private List<OutgoingMessage> Work() => cluster.Bus.At(Entities.ShardWork);

    private List<ShardWork> Chunks() => Work().ConvertAll(m => Read(m, Given.Sample));
}
