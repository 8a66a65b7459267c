namespace Azure.Data.Tables;

/// <summary>Stand-in; shape from the public listing of Azure.Data.Tables (sdk/tables in azure-sdk-for-net).</summary>
public enum TableUpdateMode
{
    Merge = 0,
    Replace = 1,
}
