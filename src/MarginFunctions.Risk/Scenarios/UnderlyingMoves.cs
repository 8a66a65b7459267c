namespace MarginFunctions.Risk.Scenarios;

/// <summary>What every scenario does to one underlying, at its range of the moment.</summary>
internal sealed class UnderlyingMoves
{
    public UnderlyingMoves(PortfolioMarginModel model, double range)
    {
        Range = range;
        Futures = [.. model.Scenarios.Select(s => s.FuturesMove(range))];
        Forwards = [.. model.Scenarios.Select(s => 1 + s.ForwardMove(range))];
        Deductions = [.. model.Scenarios.Select(s => s.Deduction(range))];
        HasDeductions = Deductions.Any(d => d > 0);
    }

    /// <summary>The price range.</summary>
    public double Range { get; }

    /// <summary>By scenario, the relative move of futures, perpetuals and coins. Not the factor: 1 added and taken off again would cost digits.</summary>
    public double[] Futures { get; }

    /// <summary>By scenario, what options' forwards are multiplied by.</summary>
    public double[] Forwards { get; }

    /// <summary>By scenario, what is taken off a loss.</summary>
    public double[] Deductions { get; }

    /// <summary>Whether any scenario takes something off.</summary>
    public bool HasDeductions { get; }
}
