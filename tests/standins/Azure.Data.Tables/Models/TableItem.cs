namespace Azure.Data.Tables.Models;

/// <summary>Stand-in; shape from the public listing of Azure.Data.Tables (sdk/tables in azure-sdk-for-net).</summary>
public class TableItem
{
    public TableItem(string name) => Name = name;

    public string Name { get; }
}
