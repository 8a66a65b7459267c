using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Parameters;

/// <summary>How accounts are covered before margin is called, and what a margin loan costs.</summary>
/// <param name="Order">The sources in the order in which they are drawn, each at most once; a source that is not named is never drawn.</param>
/// <param name="InterestRate">A year's interest as a fraction of the loan, not negative; a year has 8,760 hours.</param>
public sealed record CoverTerms(IReadOnlyList<CoverSource> Order, decimal InterestRate)
{
    private const int HoursOfAYear = 365 * 24;

    /// <summary>What one hour of a loan costs: <c>loan·rate/8,760</c>, rounded up at 8 places; 0 without a loan.</summary>
    /// <param name="loan">What is owed, not negative, in account currency.</param>
    public decimal InterestOfAnHour(decimal loan) => MoneyRounding.RoundUpRequirement(loan * InterestRate / HoursOfAYear);
}
