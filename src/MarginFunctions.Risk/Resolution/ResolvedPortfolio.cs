using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Risk.Resolution;

/// <summary>A portfolio joined with one parameter version and split into the pools that are assessed alone.</summary>
public sealed class ResolvedPortfolio
{
    private IReadOnlyList<int>? symbols;

    private ResolvedPortfolio(RiskParameters parameters, ResolvedPool[] pools)
    {
        Parameters = parameters;
        Pools = pools;
    }

    /// <summary>The version it was joined with.</summary>
    public RiskParameters Parameters { get; }

    /// <summary>The cross pool first, then one pool for each isolated position, in portfolio order.</summary>
    public IReadOnlyList<ResolvedPool> Pools { get; }

    /// <summary>The indexes of every mark any pool depends on, ascending; found when first asked for.</summary>
    public IReadOnlyList<int> Symbols => symbols ??= Pools.Count == 1 ? Pools[0].Symbols : [.. Pools.SelectMany(p => p.Symbols).Distinct().Order()];

    /// <summary>Joins a portfolio with parameters. An unknown instrument or asset does not throw: its pool says so and cannot be assessed.</summary>
    public static ResolvedPortfolio Resolve(Portfolio portfolio, RiskParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        ArgumentNullException.ThrowIfNull(parameters);

        var isolated = new List<ResolvedPool>();
        var cross = new PoolBuilder(parameters, portfolio.Mode);
        foreach (var position in portfolio.Positions)
        {
            if (position.Mode == MarginMode.Isolated)
            {
                var own = new PoolBuilder(parameters, AccountMode.Standard);
                own.AddPosition(position);
                own.AddIsolatedMargin(position);
                isolated.Add(own.Build(position.Instrument));
            }
            else
            {
                cross.AddPosition(position);
            }
        }

        foreach (var holding in portfolio.Collateral)
        {
            cross.AddCollateral(holding);
        }

        return new ResolvedPortfolio(parameters, [cross.Build(ResolvedPool.CrossKey), .. isolated]);
    }

    private sealed class PoolBuilder(RiskParameters parameters, AccountMode mode)
    {
        private readonly List<ResolvedPosition> positions = [];
        private readonly List<ResolvedOption> options = [];
        private readonly List<ResolvedCollateral> collateral = [];
        private decimal constantCost;
        private decimal constantCollateral;
        private string? unknown;

        public void AddPosition(Position position)
        {
            if (parameters.FindOptionIndex(position.Instrument) is { } index)
            {
                var option = parameters.Options[index];
                options.Add(new ResolvedOption(position, option, index, parameters.FindSymbol(option.ForwardSymbol)!.Value, parameters.FindSymbol(option.VolatilitySymbol)!.Value));
                return;
            }

            if (parameters.FindInstrument(position.Instrument) is not { } instrument)
            {
                unknown ??= position.Instrument;
                return;
            }

            var resolved = new ResolvedPosition(position, instrument, parameters.FindSymbol(instrument.Symbol)!.Value);
            positions.Add(resolved);
            constantCost += resolved.ConstantCost;
        }

        public void AddIsolatedMargin(Position position)
        {
            var (settlement, coinPrice) = parameters.FindOption(position.Instrument) is { } option ? (option.Settlement, option.ForwardSymbol)
                : parameters.FindInstrument(position.Instrument) is { } instrument ? (instrument.Settlement, instrument.Symbol) : default;
            if (coinPrice is null)
            {
                return;
            }

            if (settlement == SettlementKind.Linear)
            {
                constantCollateral += position.IsolatedMargin;
            }
            else
            {
                collateral.Add(new ResolvedCollateral(parameters.FindSymbol(coinPrice)!.Value, position.IsolatedMargin, Schedule: null));
            }
        }

        public void AddCollateral(CollateralHolding holding)
        {
            // Nothing of an asset is worth nothing at any price: an emptied holding must not make an account wait for a price, or for a parameter.
            if (holding.Quantity == 0)
            {
                return;
            }

            if (parameters.FindCollateral(holding.Asset) is not { } asset)
            {
                unknown ??= holding.Asset;
            }
            else if (asset.PriceSymbol is null)
            {
                constantCollateral += asset.CountedValue(holding.Quantity);
            }
            else
            {
                collateral.Add(new ResolvedCollateral(parameters.FindSymbol(asset.PriceSymbol)!.Value, holding.Quantity, asset));
            }
        }

        public ResolvedPool Build(string key) =>
            new(key, mode, constantCollateral - constantCost, constantCollateral, [.. positions], [.. options], [.. collateral], unknown);
    }
}
