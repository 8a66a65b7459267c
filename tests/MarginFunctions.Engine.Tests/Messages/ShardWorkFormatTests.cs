using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Messages;

public sealed class ShardWorkFormatTests
{
    private static readonly ShardWorkFormat Format = new(new HoldingsReader(Given.Sample));

    [Theory]
    [InlineData(ShardWorkKind.Updates)]
    [InlineData(ShardWorkKind.Reprice)]
    [InlineData(ShardWorkKind.Sweep)]
    [InlineData(ShardWorkKind.Liquidate)]
    public void Work_without_updates_is_read_as_it_was_written(ShardWorkKind kind)
    {
        Assert.Empty(Format.Read(ShardWorkFormat.Write(kind, 63), out var work));

        Assert.Equal((kind, 63, 0), (work!.Kind, work.Shard, work.Updates.Count));
    }

    [Fact]
    public void Updates_and_fills_are_read_as_they_were_written()
    {
        const string fill = """{"accountId":"A-2","sequence":7,"asOf":"2026-05-19T13:00:00Z","jobId":"j","position":{"instrument":"BTC-PERP","quantity":"0"}}""";
        var body = ShardWorkFormat.Write(ShardWorkKind.Updates, 3, [("m-\"ä", Entities.PositionUpdates, Given.Utf8(UpdateText.With())), ("m-2", Entities.LiquidationFills, Given.Utf8(fill))]);

        Assert.Empty(Format.Read(body, out var work));

        Assert.Equal([("m-\"ä", Entities.PositionUpdates, 42L), ("m-2", Entities.LiquidationFills, 7L)], work!.Updates.Select(u => (u.MessageId, u.Entity, u.Update.Sequence)));
        Assert.Equal("j", work.Updates[1].Update.JobId);
    }

    [Fact]
    public void Answers_are_read_as_they_were_written()
    {
        CoverageAnswer[] answers =
        [
            new("W|cross|fund|3", CoverageAnswerKind.LossShare, "W", "cross", "A|cross|1", -12.00000001m),
            new("A|cross|fund|4", CoverageAnswerKind.Backed, "A", "cross", "A|cross|2", 0),
            new("A|cross|fund|5", CoverageAnswerKind.Deleverage, "A", "cross", "A|cross|3", 0, [new LiquidationOrder("BTC-PERP", "sell", 0.5m, true, 51_000, 0), new LiquidationOrder("ETH-PERP", "buy", 2, true)]),
        ];

        Assert.Empty(Format.Read(ShardWorkFormat.Write(7, answers), out var work));

        Assert.Equal((ShardWorkKind.Answers, 7, 0), (work!.Kind, work.Shard, work.Updates.Count));
        Assert.Equal(answers.Select(a => a with { Orders = null }), work.Answers.Select(a => a with { Orders = null }));
        Assert.Equal(answers[2].Orders, work.Answers[2].Orders);
    }

    [Theory]
    [InlineData("a kind is one of five", """{"kind":"audit","shard":1,"updates":[]}""", "kind", "must be one of \"updates\", \"reprice\", \"sweep\", \"answers\", \"liquidate\"")]
    [InlineData("a shard is at most 1023", """{"kind":"sweep","shard":1024,"updates":[]}""", "shard", "must be a whole number from 0 to 1023")]
    [InlineData("updates are required", """{"kind":"sweep","shard":1}""", "updates", "is required")]
    [InlineData("an update has its sender's id", """{"kind":"updates","shard":1,"updates":[{"entity":"position-updates","update":{}}]}""", "updates[0].messageId", "is required")]
    [InlineData("an update is read by the strict reader again", """{"kind":"updates","shard":1,"updates":[{"messageId":"m","entity":"position-updates","update":{"sequence":0}}]}""", "updates[0].update.sequence", "must be a whole number from 1 to 9223372036854775807")]
    public void Broken_work_is_refused_with_its_place(string sentence, string json, string field, string reason)
    {
        var problems = Format.Read(Given.Utf8(json), out var work);

        Assert.Null(work);
        Assert.True(problems.Any(p => p.Field == field && p.Reason == reason), $"{sentence}: {string.Join("; ", problems)}");
    }
}
