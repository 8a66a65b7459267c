using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Risk.Coverage;

/// <summary>One pool of an account, and what it would be with more collateral.</summary>
/// <remarks>A cross pool takes any asset of the parameters. An isolated position takes margin in its settlement asset only.</remarks>
public sealed class PoolTopUp
{
    private readonly Portfolio portfolio;
    private readonly RiskParameters parameters;

    private PoolTopUp(string key, Portfolio portfolio, RiskParameters parameters, string asset)
    {
        Key = key;
        Asset = asset;
        this.portfolio = portfolio;
        this.parameters = parameters;
    }

    /// <summary>The pool's key.</summary>
    public string Key { get; }

    /// <summary>What is added unless another asset is named: the account currency, or an isolated position's settlement asset.</summary>
    public string Asset { get; }

    /// <summary>Takes one pool out of an account.</summary>
    /// <param name="portfolio">The account's portfolio.</param>
    /// <param name="parameters">The version it is margined by.</param>
    /// <param name="key"><see cref="ResolvedPool.CrossKey"/>, or the instrument of an isolated position.</param>
    /// <exception cref="ArgumentException">The account has no such pool, or its contract is unknown.</exception>
    public static PoolTopUp Of(Portfolio portfolio, RiskParameters parameters, string key)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        ArgumentNullException.ThrowIfNull(parameters);
        if (key == ResolvedPool.CrossKey)
        {
            return new PoolTopUp(key, portfolio with { Positions = [.. portfolio.Positions.Where(p => p.Mode == MarginMode.Cross)] }, parameters, parameters.AccountCurrency);
        }

        var position = portfolio.Positions.FirstOrDefault(p => p.Mode == MarginMode.Isolated && p.Instrument == key)
            ?? throw new ArgumentException($"The account has no pool {key}.", nameof(key));
        var asset = parameters.FindOption(key)?.SettlementAsset
            ?? parameters.FindInstrument(key)?.SettlementAsset
            ?? throw new ArgumentException($"Pool {key} cannot be assessed: the parameters do not know {key}.", nameof(key));
        return new PoolTopUp(key, new Portfolio([position], []), parameters, asset);
    }

    /// <summary>The pool with more of an asset.</summary>
    /// <param name="asset">An asset of the parameters; for an isolated position <see cref="Asset"/>.</param>
    /// <param name="quantity">Units added, not negative.</param>
    /// <exception cref="ArgumentException">The pool does not take the asset.</exception>
    public ResolvedPool With(string asset, decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        if (Key == ResolvedPool.CrossKey ? parameters.FindCollateral(asset) is null : asset != Asset)
        {
            throw new ArgumentException($"Pool {Key} takes no {asset}.", nameof(asset));
        }

        var more = Key == ResolvedPool.CrossKey
            ? portfolio with { Collateral = WithHolding(asset, quantity) }
            : portfolio with { Positions = [portfolio.Positions[0] with { IsolatedMargin = portfolio.Positions[0].IsolatedMargin + quantity }] };
        return ResolvedPortfolio.Resolve(more, parameters).Pools.Single(p => p.Key == Key);
    }

    private CollateralHolding[] WithHolding(string asset, decimal quantity)
    {
        var held = portfolio.Collateral.FirstOrDefault(c => c.Asset == asset)?.Quantity ?? 0;
        return [.. portfolio.Collateral.Where(c => c.Asset != asset), new CollateralHolding(asset, held + quantity)];
    }
}
