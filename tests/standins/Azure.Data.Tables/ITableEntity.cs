namespace Azure.Data.Tables;

/// <summary>Stand-in; shape from the public listing of Azure.Data.Tables (sdk/tables in azure-sdk-for-net).</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    DateTimeOffset? Timestamp { get; set; }

    ETag ETag { get; set; }
}
