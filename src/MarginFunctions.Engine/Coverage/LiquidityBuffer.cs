namespace MarginFunctions.Engine.Coverage;

/// <summary>What could be paid at once, in account currency, without selling anything.</summary>
/// <param name="Cash">Account currency held by priced pools that are short, a debit balance counting as nothing. Cash of other accounts is theirs and pays for no one else.</param>
/// <param name="Available"><paramref name="Cash"/> plus the fund.</param>
/// <param name="Buffer"><paramref name="Available"/> less the shortfalls; negative when other assets would have to be sold first.</param>
public sealed record LiquidityBuffer(decimal Cash, decimal Available, decimal Buffer);
