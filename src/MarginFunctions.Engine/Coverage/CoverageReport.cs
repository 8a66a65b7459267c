using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Engine.Coverage;

/// <summary>How well what the accounts lack is covered, at one moment. Every amount is in account currency with 8 places; what is lacking is rounded up, what is there is rounded down.</summary>
/// <remarks>Where the number would rest on a price that is missing there is none: such pools are left out of every sum and told under <paramref name="Unpriced"/>.</remarks>
/// <param name="At">When it was made.</param>
/// <param name="ParametersVersion">The risk parameters.</param>
/// <param name="RiskVersion">The version of the risk state; 0 where ranges are the model's own.</param>
/// <param name="Currency">The account currency.</param>
/// <param name="Accounts">All accounts, unpriced ones included.</param>
/// <param name="Statuses">Accounts and pools by status, each status once, the best first.</param>
/// <param name="Unpriced">What could not be assessed.</param>
/// <param name="Fund">The insurance fund's balance, not negative; null where there is no fund.</param>
/// <param name="Shortfalls"><c>Σ max(0, MM − E)</c> over priced pools.</param>
/// <param name="Deficits"><c>Σ max(0, −E)</c> over priced pools: what is owed beyond everything held.</param>
/// <param name="CoverOne">The account with the greatest uncovered loss in stress; null without stress scenarios.</param>
/// <param name="CoverTwo">The two accounts whose uncovered losses in one scenario add up to the most; null without stress scenarios.</param>
/// <param name="Liquidity">What could be paid without selling anything.</param>
/// <param name="Concentration">Instruments with open interest, those without a mark first, then by the notional of their larger side; at most <see cref="MostInstruments"/>.</param>
/// <param name="InstrumentsLeftOut">How many more there are.</param>
public sealed record CoverageReport(
    DateTimeOffset At,
    string ParametersVersion,
    long RiskVersion,
    string Currency,
    int Accounts,
    IReadOnlyList<StatusCount> Statuses,
    UnpricedAccounts Unpriced,
    decimal? Fund,
    decimal Shortfalls,
    decimal Deficits,
    StressCover? CoverOne,
    StressCover? CoverTwo,
    LiquidityBuffer Liquidity,
    IReadOnlyList<InstrumentConcentration> Concentration,
    int InstrumentsLeftOut)
{
    /// <summary>The most instruments in <see cref="Concentration"/>, so that a report fits a row.</summary>
    public const int MostInstruments = 50;

    /// <summary>Fund over <see cref="Shortfalls"/>, rounded down; null without a fund, or when nothing is short.</summary>
    public decimal? FundToShortfalls => FundTo(Shortfalls);

    /// <summary>Fund over <see cref="Deficits"/>, rounded down; null without a fund, or when nothing is owed.</summary>
    public decimal? FundToDeficits => FundTo(Deficits);

    /// <summary>Fund over the loss of <see cref="CoverOne"/>, rounded down; null without a fund, or when nothing is lost.</summary>
    public decimal? FundToCoverOne => FundTo(CoverOne?.Loss ?? 0);

    /// <summary>Fund over the loss of <see cref="CoverTwo"/>, rounded down; null without a fund, or when nothing is lost.</summary>
    public decimal? FundToCoverTwo => FundTo(CoverTwo?.Loss ?? 0);

    /// <summary>By how much the fund is below the greater of <see cref="Shortfalls"/> and the loss of <see cref="CoverTwo"/>: above 0 the signal <c>FundBelowCover</c> is raised. 0 when it is not below, and without a fund.</summary>
    public decimal FundLacks => Fund is { } fund ? Math.Max(0, Math.Max(Shortfalls, CoverTwo?.Loss ?? 0) - fund) : 0;

    private decimal? FundTo(decimal amount) => Fund is { } fund && amount > 0 ? MoneyRounding.Ratio(fund, amount) : null;
}
