namespace MarginFunctions.Engine.Liquidation;

/// <summary>A question to the insurance fund that is not answered yet: at whose risk is a bankrupt pool closed?</summary>
/// <param name="Pool">The pool's key.</param>
/// <param name="RequestId">The request.</param>
/// <param name="AskedAt">When. An answer that does not come is asked for again.</param>
public sealed record FundQuestion(string Pool, string RequestId, DateTimeOffset AskedAt);
