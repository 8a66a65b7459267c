using System.Globalization;

namespace MarginFunctions.Engine.Ports;

/// <summary>The row keys of a shard, which sort header, accounts, decisions, outbox.</summary>
public static class RowKeys
{
    /// <summary>The header's key.</summary>
    public const string Header = "!";

    /// <summary>What the keys of accounts start with.</summary>
    public const string AccountPrefix = "a|";

    /// <summary>What the keys of decisions start with.</summary>
    public const string DecisionPrefix = "d|";

    /// <summary>What the keys of outgoing messages start with.</summary>
    public const string OutboxPrefix = "o|";

    /// <summary>The key of an account's row.</summary>
    public static string Account(string accountId) => AccountPrefix + accountId;

    /// <summary>The key of an account's <paramref name="number"/>th decision.</summary>
    public static string Decision(string accountId, long number) => string.Create(CultureInfo.InvariantCulture, $"{DecisionPrefix}{accountId}|{number:D12}");

    /// <summary>The key of the shard's <paramref name="number"/>th outgoing message.</summary>
    public static string Outbox(long number) => string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{number:D16}");

    /// <summary>A shard's id as partition key, session id and part of message ids.</summary>
    public static string Shard(int shard) => shard.ToString("D4", CultureInfo.InvariantCulture);
}
