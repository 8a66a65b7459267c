namespace MarginFunctions.Engine.Coverage;

/// <summary>Who holds the open interest of an instrument. An account's part is the size of its position, whichever way, of the sizes of all.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Accounts">Accounts with a position.</param>
/// <param name="Long">Contracts held long.</param>
/// <param name="Short">Contracts held short, not negative.</param>
/// <param name="LongNotional">Their size in account currency, rounded up; options at their forward. Null without a mark, or when it is too large.</param>
/// <param name="ShortNotional">The same of those held short.</param>
/// <param name="LargestAccount">The account with the largest position, the first by id among equals.</param>
/// <param name="LargestShare">Its part, as a fraction rounded down.</param>
/// <param name="FiveLargestShare">The part of the five largest together.</param>
/// <param name="Herfindahl">The sum of the squares of all parts: 1 when one account holds all, one over their number when all hold the same.</param>
public sealed record InstrumentConcentration(
    string Instrument,
    int Accounts,
    decimal Long,
    decimal Short,
    decimal? LongNotional,
    decimal? ShortNotional,
    string LargestAccount,
    decimal LargestShare,
    decimal FiveLargestShare,
    decimal Herfindahl);
