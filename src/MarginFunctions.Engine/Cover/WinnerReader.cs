using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Cover;

/// <summary>Reads all shards with the latest marks, to find who may give something for a request.</summary>
internal sealed class WinnerReader(RiskParameters parameters, IShardStore shards, IMarkStore markStore, IFundStore funds)
{
    public async Task<Winners> ReadAsync(FundState fund, CoverageRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var recent = new List<FundSettlement>();
        foreach (var taking in fund.Takings.Where(taking => taking.Until > now))
        {
            var row = await funds.FindAsync(request.Currency, RowKeys.Settlement(taking.Number), cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException($"Settlement {taking.Number} of fund {request.Currency} is gone. Settlements are never deleted: restore the row.");
            recent.Add(JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundSettlement)!);
        }

        var latest = await markStore.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var search = new WinnerSearch(parameters, MarkSet.Of(parameters, latest.Select(m => KeyValuePair.Create(m.Symbol, m.Price)), now), request, recent);
        foreach (var shard in await shards.ListShardsAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in (await shards.LoadAsync(shard, cancellationToken).ConfigureAwait(false)).Accounts)
            {
                search.Add(JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.AccountState)!);
            }
        }

        return search.Finish();
    }
}
