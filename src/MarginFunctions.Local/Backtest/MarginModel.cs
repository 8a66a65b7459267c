namespace MarginFunctions.Local.Backtest;

/// <summary>One way to set a requirement.</summary>
/// <param name="Key">Its name in JSON and CSV.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">What it is.</param>
/// <param name="IsDrawn">Whether charts have a line for it.</param>
/// <param name="Requirement">The requirement, unrounded, in account currency; not negative.</param>
internal sealed record MarginModel(string Key, string Name, string Description, bool IsDrawn, Func<SubjectMoment, decimal> Requirement);
