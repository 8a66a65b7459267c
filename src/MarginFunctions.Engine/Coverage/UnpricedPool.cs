namespace MarginFunctions.Engine.Coverage;

/// <summary>A pool that could not be assessed.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Pool">The pool's key.</param>
/// <param name="Missing">The symbol without a mark, the name that the parameters do not know, or that its amounts are too large.</param>
public sealed record UnpricedPool(string AccountId, string Pool, string Missing);
