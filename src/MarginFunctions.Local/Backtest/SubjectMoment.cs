namespace MarginFunctions.Local.Backtest;

/// <summary>A subject at one time: what a requirement is found from.</summary>
internal sealed class SubjectMoment
{
    private readonly decimal[] counted;

    public SubjectMoment(BacktestSubject subject, MarketView market)
    {
        Subject = subject;
        Market = market;
        Exposures = subject.At(market.Grid, market.Time);
        Gross = Exposures.Sum(e => Math.Abs(e.Notional));
        counted = [.. subject.Collateral.Select(c => c.Counted(market.Grid.Price(c.Symbol, market.Time)))];
        Profits = ProfitsIn(market.Returns);
        FilteredProfits = ProfitsIn(market.Filtered);
    }

    public BacktestSubject Subject { get; }

    public MarketView Market { get; }

    public IReadOnlyList<Exposure> Exposures { get; }

    /// <summary>The sum of sizes without sign, in account currency.</summary>
    public decimal Gross { get; }

    /// <summary>What past returns would do to positions and collateral, oldest first.</summary>
    public double[] Profits { get; }

    /// <summary>The same with returns at today's volatility.</summary>
    public double[] FilteredProfits { get; }

    /// <summary>What the pool's equity lost by the grid's next time, unrounded: the only thing here that looks ahead.</summary>
    public decimal NextLoss()
    {
        decimal Price(int symbol, int later) => Market.Grid.Price(symbol, Market.Time + later);
        var profit = Exposures.Sum(e => e.Notional * (Price(e.Symbol, 1) - Price(e.Symbol, 0)) / Price(e.Symbol, 0));
        return -(profit + Subject.Collateral.Select((c, n) => c.Counted(Price(c.Symbol, 1)) - counted[n]).Sum());
    }

    private double[] ProfitsIn(double[][] returns)
    {
        var profits = new double[Market.Scenarios];
        foreach (var exposure in Exposures)
        {
            var (notional, series) = ((double)exposure.Notional, returns[exposure.Symbol]);
            for (var n = 0; n < profits.Length; n++)
            {
                profits[n] += notional * series[n];
            }
        }

        for (var place = 0; place < counted.Length; place++)
        {
            var held = Subject.Collateral[place];
            var (price, series) = (Market.Grid.Price(held.Symbol, Market.Time), returns[held.Symbol]);
            for (var n = 0; n < profits.Length; n++)
            {
                profits[n] += (double)(held.Counted(price * (1 + Math.Max(-1, (decimal)series[n]))) - counted[place]);
            }
        }

        return profits;
    }
}
