using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Cover;

/// <summary>The body of a fund's outbox row: answers that the commit decided on and that are still to be sent, each to its shard.</summary>
/// <param name="StagedAt">When they were decided on.</param>
/// <param name="Answers">To accounts of any shards.</param>
public sealed record FundOutbox(DateTimeOffset StagedAt, IReadOnlyList<CoverageAnswer> Answers)
{
    /// <summary>The most answers of a row. The largest take a kilobyte without their orders, and all orders of a round together fit beside them.</summary>
    private const int AnswersPerRow = 250;

    /// <summary>The rows of the answers that go with one commit.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="stagedAt">When they were decided on.</param>
    /// <param name="firstNumber">The number of the first row.</param>
    internal static List<ShardRow> Rows(IEnumerable<CoverageAnswer> answers, DateTimeOffset stagedAt, long firstNumber) =>
    [
        .. answers.Chunk(AnswersPerRow).Select((part, index) =>
            new ShardRow(RowKeys.Outbox(firstNumber + index), JsonSerializer.SerializeToUtf8Bytes(new FundOutbox(stagedAt, part), EngineJson.Default.FundOutbox))),
    ];

    /// <summary>The messages of this row. The same row makes the same messages with the same ids.</summary>
    internal IEnumerable<OutgoingMessage> Messages(string currency, string rowKey, int shardCount)
    {
        foreach (var shard in Answers.GroupBy(answer => ShardMap.ShardOf(answer.AccountId, shardCount)).OrderBy(shard => shard.Key))
        {
            var part = 0;
            foreach (var chunk in Chunks(shard))
            {
                yield return new OutgoingMessage(
                    Entities.ShardWork, $"f|{currency}|{rowKey}|{RowKeys.Shard(shard.Key)}|{part++}", RowKeys.Shard(shard.Key), ShardWorkFormat.Write(shard.Key, chunk));
            }
        }
    }

    private static IEnumerable<List<CoverageAnswer>> Chunks(IEnumerable<CoverageAnswer> answers)
    {
        const int envelope = 128;
        var chunk = new List<CoverageAnswer>();
        var bytes = envelope;
        foreach (var answer in answers)
        {
            var size = JsonSerializer.SerializeToUtf8Bytes(answer, EngineJson.Default.CoverageAnswer).Length + 1;
            if (chunk.Count > 0 && bytes + size > MessageLimits.ChunkBytes)
            {
                yield return chunk;
                chunk = [];
                bytes = envelope;
            }

            chunk.Add(answer);
            bytes += size;
        }

        yield return chunk;
    }
}
