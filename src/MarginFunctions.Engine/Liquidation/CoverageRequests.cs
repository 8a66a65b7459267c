using System.Globalization;
using System.Text.Json;
using MarginFunctions.Engine.Cover;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>Requests to the insurance fund, with ids that no other request has.</summary>
internal static class CoverageRequests
{
    /// <summary>A request that belongs to an entry of the account's ledger.</summary>
    public static CoverageRequest OfEntry(CoverageRequestKind kind, string accountId, string pool, long entry, string currency, decimal amount, DateTimeOffset at) => new(
        string.Create(CultureInfo.InvariantCulture, $"{accountId}|{pool}|{entry}|{JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}"), kind, accountId, pool, currency, amount, at);
}
