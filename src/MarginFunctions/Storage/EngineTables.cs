using Azure.Data.Tables;

namespace MarginFunctions.Storage;

/// <summary>The tables of a deployment.</summary>
/// <param name="account">Their storage account.</param>
internal sealed class EngineTables(TableServiceClient account)
{
    /// <summary>Accounts, decisions and outgoing messages, by shard.</summary>
    public TableClient Shards { get; } = account.GetTableClient("shards");

    /// <summary>The latest accepted marks.</summary>
    public TableClient Marks { get; } = account.GetTableClient("marks");

    /// <summary>The bands of the shards, by symbol.</summary>
    public TableClient Bands { get; } = account.GetTableClient("bands");

    /// <summary>Decisions that have left their shard, by account.</summary>
    public TableClient History { get; } = account.GetTableClient("history");

    /// <summary>The versions of the risk state.</summary>
    public TableClient Parameters { get; } = account.GetTableClient("parameters");

    /// <summary>The destinations of notifications, by owner.</summary>
    public TableClient Webhooks { get; } = account.GetTableClient("webhooks");

    /// <summary>What liquidations have ordered, by instrument and minute.</summary>
    public TableClient Slices { get; } = account.GetTableClient("slices");

    /// <summary>The insurance funds, by currency.</summary>
    public TableClient Fund { get; } = account.GetTableClient("fund");

    /// <summary>All of them.</summary>
    public IReadOnlyList<TableClient> All => [Shards, Marks, Bands, History, Parameters, Webhooks, Fund, Slices];
}
