using System.Globalization;

namespace MarginFunctions.Engine.Ports;

/// <summary>The row keys of a shard, which sort header, accounts, decisions, outbox; and those of a fund: header, balances, settlements, handled requests, outbox.</summary>
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

    /// <summary>The key of a fund's balances.</summary>
    public const string FundState = "b";

    /// <summary>What the keys of a fund's settlements start with.</summary>
    public const string SettlementPrefix = "e|";

    /// <summary>The key of an account's row.</summary>
    public static string Account(string accountId) => AccountPrefix + accountId;

    /// <summary>The account of a row.</summary>
    public static string AccountOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key[AccountPrefix.Length..];
    }

    /// <summary>The key of an account's <paramref name="number"/>th decision.</summary>
    public static string Decision(string accountId, long number) => string.Create(CultureInfo.InvariantCulture, $"{DecisionPrefix}{accountId}|{number:D12}");

    /// <summary>The key of a partition's <paramref name="number"/>th outgoing message.</summary>
    public static string Outbox(long number) => string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{number:D16}");

    /// <summary>The key of a fund's <paramref name="number"/>th settlement.</summary>
    public static string Settlement(long number) => string.Create(CultureInfo.InvariantCulture, $"{SettlementPrefix}{number:D16}");

    /// <summary>The key of the row that remembers that a request to a fund is handled.</summary>
    public static string Handled(string requestId) => $"h|{requestId}";

    /// <summary>A shard's id as partition key, session id and part of message ids.</summary>
    public static string Shard(int shard) => shard.ToString("D4", CultureInfo.InvariantCulture);
}
