using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Cover;

/// <summary>Reads all shards with the latest marks, to find who may give something for requests.</summary>
internal sealed class WinnerReader(RiskParameters parameters, IShardStore shards, IMarkStore markStore, IFundStore funds)
{
    public async Task<WinnerBook> ReadAsync(FundState fund, IReadOnlyList<CoverageRequest> requests, FundTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var latest = await markStore.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var marks = MarkSet.Of(parameters, latest.Select(m => KeyValuePair.Create(m.Symbol, m.Price)), now);
        var instruments = requests.SelectMany(r => r.Positions ?? []).Select(p => p.Instrument).ToHashSet(StringComparer.Ordinal);
        var book = new WinnerBook(parameters, marks, terms.Policy.LossAllocation, instruments);
        var names = instruments.Select(name => JsonEncodedText.Encode(name).EncodedUtf8Bytes.ToArray()).ToList();
        foreach (var settlement in await SettlementsAsync(fund, terms, now, cancellationToken).ConfigureAwait(false))
        {
            book.Take(settlement);
        }

        foreach (var shard in await shards.ListShardsAsync(cancellationToken).ConfigureAwait(false))
        {
            var accounts = (await shards.LoadAsync(shard, cancellationToken).ConfigureAwait(false)).Accounts;
            foreach (var row in terms.Policy.LossAllocation == LossAllocation.Deleveraging ? accounts.Where(row => HasOneOf(row, names)) : accounts)
            {
                book.Add(JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.AccountState)!);
            }
        }

        return book;
    }

    /// <summary>Whether names occur in an account's row: most accounts do not hold what a bankrupt pool does, and need not be read.</summary>
    private static bool HasOneOf(ShardRow row, List<byte[]> names) => names.Exists(name => row.Body.Span.IndexOf(name) >= 0);

    /// <summary>Those in which winners gave something lately, and all since the first loss that is still to be shared.</summary>
    private async Task<IEnumerable<FundSettlement>> SettlementsAsync(FundState fund, FundTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = fund.Takings.Where(taking => taking.Until > now).Select(taking => RowKeys.Settlement(taking.Number)).ToList();
        var taken = await funds.FindAsync(terms.Currency, keys, cancellationToken).ConfigureAwait(false);
        if (taken.Count < keys.Count)
        {
            throw new InvalidDataException($"Settlements {string.Join(", ", keys.Except(taken.Select(row => row.Key), StringComparer.Ordinal))} of fund {terms.Currency} are gone. Settlements are never deleted: restore the rows.");
        }

        var late = fund.Unshared > 0
            ? await funds.ReadSettlementsAsync(terms.Currency, fund.UnsharedFrom, int.MaxValue, cancellationToken).ConfigureAwait(false)
            : [];
        return taken.Concat(late).Select(row => JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.FundSettlement)!);
    }
}
