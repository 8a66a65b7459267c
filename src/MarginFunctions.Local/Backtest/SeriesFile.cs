using System.Globalization;

namespace MarginFunctions.Local.Backtest;

/// <summary>Every requirement and loss as CSV, for spreadsheets and further tests.</summary>
internal static class SeriesFile
{
    public static void Write(TextWriter output, RollingHistory history, IReadOnlyList<MarginModel> models, IReadOnlyList<RolledSubject> rolled)
    {
        output.Write("timestamp,subject,model,requirement,loss\n");
        foreach (var subject in rolled)
        {
            for (var n = 0; n < subject.Losses.Length; n++)
            {
                var at = history.Grid.Times[history.Settings.WarmUp + n].UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                for (var model = 0; model < models.Count; model++)
                {
                    output.Write(string.Create(
                        CultureInfo.InvariantCulture, $"{at},{subject.Subject.Name},{models[model].Key},{subject.Requirements[model][n]:0.########},{subject.Losses[n]:0.########}\n"));
                }
            }
        }
    }
}
