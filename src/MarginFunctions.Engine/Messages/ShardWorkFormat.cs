using System.Buffers;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Messages;

/// <summary>
/// The wire form of <see cref="ShardWork"/>. A chunk carries the brokers' own JSON, so what was accepted is what is applied, and it is read by the same strict reader again.
/// </summary>
public sealed class ShardWorkFormat(HoldingsReader holdings)
{
    private static readonly Dictionary<string, ShardWorkKind> Kinds =
        Enum.GetValues<ShardWorkKind>().ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<string, CoverageAnswerKind> AnswerKinds =
        Enum.GetValues<CoverageAnswerKind>().ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()), StringComparer.Ordinal);

    /// <summary>Writes work without updates.</summary>
    public static ReadOnlyMemory<byte> Write(ShardWorkKind kind, int shard) => Write(kind, shard, []);

    /// <summary>Writes a chunk of updates.</summary>
    /// <param name="kind">What is to be done.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="updates">The brokers' messages, each valid JSON.</param>
    public static ReadOnlyMemory<byte> Write(ShardWorkKind kind, int shard, IReadOnlyList<(string MessageId, string Entity, ReadOnlyMemory<byte> Json)> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        var buffer = new ArrayBufferWriter<byte>(256 + updates.Sum(u => u.Json.Length + 128));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("kind"u8, JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()));
        json.WriteNumber("shard"u8, shard);
        json.WriteStartArray("updates"u8);
        foreach (var (messageId, entity, update) in updates)
        {
            json.WriteStartObject();
            json.WriteString("messageId"u8, messageId);
            json.WriteString("entity"u8, entity);
            json.WritePropertyName("update"u8);
            json.WriteRawValue(update.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Writes the fund's answers to accounts of one shard.</summary>
    public static ReadOnlyMemory<byte> Write(int shard, IReadOnlyList<CoverageAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("kind"u8, JsonNamingPolicy.CamelCase.ConvertName(nameof(ShardWorkKind.Answers)));
        json.WriteNumber("shard"u8, shard);
        json.WriteStartArray("updates"u8);
        json.WriteEndArray();
        json.WriteStartArray("answers"u8);
        foreach (var answer in answers)
        {
            JsonSerializer.Serialize(json, answer, EngineJson.Default.CoverageAnswer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Reads work back.</summary>
    /// <param name="body">The message's body.</param>
    /// <param name="work">The work; null when there are problems.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public IReadOnlyList<Problem> Read(ReadOnlyMemory<byte> body, out ShardWork? work) => StrictDocument.Read(body, ReadWork, out work);

    private ShardWork ReadWork(StrictObject message) => new(
        message.Choice("kind", Kinds, ShardWorkKind.Updates, required: true),
        (int)message.Integer("shard", 0, 1023),
        message.Array("updates", ReadUpdate, required: true, most: int.MaxValue))
    {
        Answers = message.Array("answers", ReadAnswer, required: false, most: int.MaxValue),
    };

    private static CoverageAnswer ReadAnswer(StrictObject item) => new(
        item.Text("id"),
        item.Choice("kind", AnswerKinds, CoverageAnswerKind.LossShare, required: true),
        item.Text("accountId"),
        item.Text("pool"),
        item.Text("requestId"),
        item.Decimal("amount"),
        item.Has("orders") ? item.Array("orders", ReadOrder, required: true) : null);

    private static LiquidationOrder ReadOrder(StrictObject item) => new(
        item.Text("instrument"),
        item.Text("side"),
        item.Decimal("quantity"),
        item.OptionalBoolean("reduceOnly", otherwise: true),
        item.OptionalDecimal("limitPrice"),
        item.OptionalDecimal("reduceTo"));

    private AcceptedUpdate ReadUpdate(StrictObject item)
    {
        var messageId = item.Text("messageId");
        var entity = item.Text("entity");
        var update = item.Object<HoldingsUpdate>("update", entity == Entities.LiquidationFills ? holdings.ReadFill : holdings.ReadUpdate);
        return new AcceptedUpdate(messageId, entity, update!);
    }
}
