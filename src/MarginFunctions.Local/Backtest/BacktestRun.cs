using MarginFunctions.Local.Calc;
using MarginFunctions.Local.Commands;
using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Backtest;

/// <summary>A backtest from its files to its report.</summary>
/// <param name="History">What was rolled through.</param>
/// <param name="Models">The models.</param>
/// <param name="Rolled">The subjects.</param>
/// <param name="Report">What was found.</param>
internal sealed record BacktestRun(RollingHistory History, IReadOnlyList<MarginModel> Models, IReadOnlyList<RolledSubject> Rolled, BacktestReport Report)
{
    /// <exception cref="CommandFailure">The history cannot be used; the message names it, and the line or symbol.</exception>
    public static BacktestRun Of(FileInfo prices, RiskParameters parameters, IReadOnlyList<CalcAccount> accounts, BacktestSettings settings, CancellationToken stop)
    {
        try
        {
            return CommandFiles.Use(prices.FullName, path => Run(path, prices.Name, parameters, accounts, settings, stop));
        }
        catch (OverflowException problem)
        {
            throw new CommandFailure($"{prices.FullName} cannot be used: its prices move so far, or positions are so large, that amounts leave the range of 28 digits.", problem);
        }
    }

    private static BacktestRun Run(
        string path, string name, RiskParameters parameters, IReadOnlyList<CalcAccount> accounts, BacktestSettings settings, CancellationToken stop)
    {
        var ticks = PriceHistory.Load(path);
        var sources = new PriceSources(path, ticks, parameters);
        var list = new SubjectList(parameters, sources, settings.Notional);
        var grid = PriceGrid.Of(path, ticks, list.SymbolsOf(accounts), settings.Horizon);
        var history = new RollingHistory(path, grid, settings, parameters, sources);
        var models = ModelList.Create(settings.Level, parameters.PortfolioMargin);
        var rolled = Roller.Roll(history, list.Create(grid, accounts), models, stop);
        return new BacktestRun(history, models, rolled, Reporter.Report(name, parameters, history, models, rolled));
    }
}
