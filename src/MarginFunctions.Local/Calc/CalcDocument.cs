using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Calc;

/// <summary>What <c>calc</c> is asked.</summary>
/// <param name="Parameters">The document's own, or the sample.</param>
/// <param name="Marks">Marks in account currency.</param>
/// <param name="Accounts">The accounts to be margined.</param>
internal sealed record CalcDocument(RiskParameters Parameters, MarkSet Marks, IReadOnlyList<CalcAccount> Accounts);

/// <summary>One account of a <see cref="CalcDocument"/>.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Portfolio">What it holds.</param>
internal sealed record CalcAccount(string AccountId, Portfolio Portfolio);
