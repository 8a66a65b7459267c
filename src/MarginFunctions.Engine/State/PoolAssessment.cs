namespace MarginFunctions.Engine.State;

/// <summary>What the last commit of the account found in one pool. Shown to people; decisions never read it.</summary>
/// <param name="Pool">The pool's key.</param>
/// <param name="Equity">In account currency; null when unpriced.</param>
/// <param name="Initial">Initial margin; null when unpriced.</param>
/// <param name="Maintenance">Maintenance margin; null when unpriced.</param>
/// <param name="MarginRatio">Equity over maintenance; null without a requirement or when unpriced.</param>
/// <param name="Missing">The symbol without a mark, or the name that the parameters do not know; null when the pool was assessed.</param>
public sealed record PoolAssessment(string Pool, decimal? Equity, decimal? Initial, decimal? Maintenance, decimal? MarginRatio, string? Missing);
