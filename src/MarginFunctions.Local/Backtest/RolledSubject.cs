namespace MarginFunctions.Local.Backtest;

/// <summary>A subject rolled through a history: one entry an observation.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Gross">Sizes without sign, in account currency.</param>
/// <param name="Losses">What was lost by the next time, rounded up; negative for a profit.</param>
/// <param name="Requirements">By model, what was required, rounded up.</param>
internal sealed record RolledSubject(BacktestSubject Subject, decimal[] Gross, decimal[] Losses, IReadOnlyList<decimal[]> Requirements)
{
    /// <summary>A loss strictly above the requirement; equal, the requirement was enough.</summary>
    public bool IsBreach(int model, int observation) => Losses[observation] > Requirements[model][observation];
}
