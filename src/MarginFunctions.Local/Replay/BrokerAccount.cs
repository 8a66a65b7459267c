using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Replay;

/// <summary>What a simulated broker knows of one account, and how far it has counted its messages.</summary>
internal sealed class BrokerAccount(string accountId)
{
    public string AccountId { get; } = accountId;

    public long Sequence { get; set; }

    public SortedDictionary<string, Position> Positions { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, decimal> Collateral { get; } = new(StringComparer.Ordinal);

    public Portfolio Portfolio => new(
        [.. Positions.Values], [.. Collateral.Where(c => c.Value != 0).Select(c => new CollateralHolding(c.Key, c.Value))]);

    public void Add(string asset, decimal quantity) => Collateral[asset] = Collateral.GetValueOrDefault(asset) + quantity;
}
