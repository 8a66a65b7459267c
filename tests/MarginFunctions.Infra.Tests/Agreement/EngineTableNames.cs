using System.Reflection;
using Azure.Data.Tables;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The tables that the app uses.</summary>
internal static class EngineTableNames
{
    public const string File = "src/MarginFunctions/Storage/EngineTables.cs";

    public static IReadOnlyList<string> Read()
    {
        var type = typeof(MarginFunctions.Functions.ProcessShard).Assembly.GetType("MarginFunctions.Storage.EngineTables", throwOnError: true)!;
        var tables = Activator.CreateInstance(type, new TableServiceClient("UseDevelopmentStorage=true"));
        var all = (IReadOnlyList<TableClient>)type.GetProperty("All", BindingFlags.Public | BindingFlags.Instance)!.GetValue(tables)!;
        return [.. all.Select(t => t.Name).Order(StringComparer.Ordinal)];
    }
}
