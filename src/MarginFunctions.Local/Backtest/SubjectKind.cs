namespace MarginFunctions.Local.Backtest;

/// <summary>Where a subject comes from.</summary>
internal enum SubjectKind
{
    /// <summary>One instrument, made up.</summary>
    Instrument,

    /// <summary>Several instruments, made up.</summary>
    Portfolio,

    /// <summary>A pool of the user's accounts.</summary>
    Account,
}
