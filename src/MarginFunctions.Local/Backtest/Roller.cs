using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Local.Backtest;

/// <summary>Rolls subjects through a history.</summary>
internal static class Roller
{
    public static IReadOnlyList<RolledSubject> Roll(RollingHistory history, IReadOnlyList<BacktestSubject> subjects, IReadOnlyList<MarginModel> models, CancellationToken stop)
    {
        var observations = history.Observations.ToArray();
        var rolled = subjects.Select(s => new RolledSubject(
            s, new decimal[observations.Length], new decimal[observations.Length], [.. models.Select(_ => new decimal[observations.Length])])).ToArray();
        for (var n = 0; n < observations.Length; n++)
        {
            stop.ThrowIfCancellationRequested();
            var market = history.At(observations[n]);
            foreach (var subject in rolled)
            {
                var moment = new SubjectMoment(subject.Subject, market);
                subject.Gross[n] = moment.Gross;
                for (var model = 0; model < models.Count; model++)
                {
                    subject.Requirements[model][n] = MoneyRounding.RoundUpRequirement(models[model].Requirement(moment));
                }

                subject.Losses[n] = MoneyRounding.RoundUpRequirement(moment.NextLoss());
            }
        }

        return rolled;
    }
}
