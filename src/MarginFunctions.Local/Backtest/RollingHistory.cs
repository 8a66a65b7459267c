using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Backtest;

/// <summary>Everything that models read at some time, each part from prices up to that time alone.</summary>
internal sealed class RollingHistory
{
    private readonly RiskParameters parameters;
    private readonly PriceSources sources;
    private readonly double[][] returns;
    private readonly double[][] variances;
    private readonly IReadOnlyDictionary<string, decimal>[] ranges;
    private readonly (string Symbol, int Place)[] quoted;

    /// <exception cref="InvalidDataException">Too few prices, or a price that does not move before the first requirement.</exception>
    public RollingHistory(string path, PriceGrid grid, BacktestSettings settings, RiskParameters parameters, PriceSources sources)
    {
        Grid = grid;
        Settings = settings;
        this.parameters = parameters;
        this.sources = sources;
        if (grid.Times.Count < settings.WarmUp + 2)
        {
            throw new InvalidDataException(
                $"{path} is too short: it has {grid.Times.Count} prices {settings.Horizon:c} apart, and the first loss is measured at price {settings.WarmUp + 2} (--warm-up {settings.WarmUp}).");
        }

        Underlyings = [.. sources.Instruments.Select(i => i.Underlying).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        returns = [.. Enumerable.Range(0, grid.Symbols.Count).Select(symbol => ReturnsOf(grid, symbol))];
        variances = [.. returns.Select((series, symbol) => VariancesOf(path, grid.Symbols[symbol], series, settings.WarmUp))];
        ranges = RangesOf(RangePolicy.Of(parameters, Underlyings, settings));
        quoted = [.. parameters.Symbols
            .Select(symbol => (Symbol: symbol, Source: sources.Of(symbol)))
            .Where(s => s.Source is not null && grid.Has(s.Source))
            .Select(s => (s.Symbol, grid.PlaceOf(s.Source!)))];
    }

    public PriceGrid Grid { get; }

    public BacktestSettings Settings { get; }

    /// <summary>The underlyings of the instruments that have prices, in ordinal order; each has a range.</summary>
    public IReadOnlyList<string> Underlyings { get; }

    /// <summary>The times at which a requirement is set: each has enough returns before it and one after.</summary>
    public IEnumerable<int> Observations => Enumerable.Range(Settings.WarmUp, Grid.Times.Count - 1 - Settings.WarmUp);

    /// <summary>The place of the price that an underlying's range follows.</summary>
    public int SymbolOf(string underlying) => Grid.PlaceOf(sources.OfUnderlying(underlying)!);

    /// <summary>The dynamic ranges in force at a time, by underlying.</summary>
    public IReadOnlyDictionary<string, decimal> RangesAt(int time) => ranges[time];

    /// <summary>What is known at a time.</summary>
    public MarketView At(int time)
    {
        var count = Math.Min(Settings.Window, time);
        var from = time - count;
        var window = returns.Select(series => series[from..time]).ToArray();
        var filtered = window.Select((series, symbol) => Filtered(series, variances[symbol][from])).ToArray();
        return new MarketView(Grid, time, count, window, filtered, ranges[time], new Lazy<MarkSet>(() => MarksAt(time)));
    }

    private static double[] Filtered(double[] window, double before)
    {
        var scaled = new double[window.Length];
        VolatilityFilter.Rescale(window, new EwmaVolatility(BacktestSettings.VolatilityDecay, before), scaled);
        return scaled;
    }

    private static double[] ReturnsOf(PriceGrid grid, int symbol)
    {
        var series = new double[grid.Times.Count - 1];
        for (var n = 0; n < series.Length; n++)
        {
            series[n] = (double)(grid.Price(symbol, n + 1) / grid.Price(symbol, n) - 1);
        }

        return series;
    }

    /// <summary>The variance expected of each return, from those before it; the first from the warm-up, which is over when anything is read.</summary>
    private static double[] VariancesOf(string path, string symbol, double[] series, int warmUp)
    {
        var estimate = EwmaVolatility.FromReturns(BacktestSettings.VolatilityDecay, series.AsSpan(0, warmUp));
        if (estimate.Variance == 0)
        {
            throw new InvalidDataException($"{path}: the price of {symbol} does not move in the first {warmUp} steps; there is no volatility to start from.");
        }

        var expected = new double[series.Length];
        for (var n = 0; n < series.Length; n++)
        {
            expected[n] = estimate.Variance;
            estimate = estimate.Update(series[n]);
        }

        return expected;
    }

    private IReadOnlyDictionary<string, decimal>[] RangesOf(DynamicRangePolicy policy)
    {
        var moving = Underlyings.Where(u => policy.Find(u) is not null).ToList();
        var unnamed = Underlyings.Except(moving, StringComparer.Ordinal).ToDictionary(u => u, u => RangePolicy.Unnamed(u, parameters, Settings), StringComparer.Ordinal);
        var risk = DynamicRisk.Start(policy, Grid.Times[0]);
        var all = new IReadOnlyDictionary<string, decimal>[Grid.Times.Count];
        for (var time = 0; time < all.Length; time++)
        {
            var at = Grid.Times[time];
            risk = risk.Next([.. moving.Select(u => new UnderlyingMark(u, Grid.Price(SymbolOf(u), time), at))], at, policy).Risk;
            all[time] = risk.Ranges().Concat(unnamed).ToDictionary(StringComparer.Ordinal);
        }

        return all;
    }

    /// <summary>Marks as the engine would have them; scenario ranges move where the parameters let them.</summary>
    private MarkSet MarksAt(int time) => MarkSet.Of(
        parameters,
        quoted.Select(q => KeyValuePair.Create(q.Symbol, Grid.Price(q.Place, time))),
        Grid.Times[time],
        parameters.DynamicMargin is null ? RiskState.None : new RiskState(1, ranges[time]));
}
