namespace MarginFunctions.Risk.Bands;

/// <summary>
/// What a pool's rows count for in one piece of <c>f = E − level·MM</c>: the piece is <c>Equity·E − Loss·L_column + Released·(haircuts given back) − Requirement·(standard MM) − charges</c>, and <c>f</c> is a minimum of
/// such pieces.
/// </summary>
/// <param name="Column">The scenario's column, from 1; 0 where no scenario counts.</param>
/// <param name="Equity">Weight of equity: 1, or 0 when the requirement alone is looked at.</param>
/// <param name="Loss">Weight of the unweighted loss in the column's scenario; of either sign.</param>
/// <param name="Released">Weight of haircuts given back.</param>
/// <param name="Requirement">Weight of the requirement in standard mode, where it is of each row alone.</param>
/// <param name="ShortOptions">Weight of the forward value of what is sold in options.</param>
/// <param name="Futures">Weight of the size of futures and perpetuals.</param>
/// <param name="Options">Weight of the forward value under options.</param>
/// <param name="Depegs">Weight of depeg charges, each before its own factor.</param>
internal readonly record struct PieceWeights(
    int Column,
    double Equity,
    double Loss = 0,
    double Released = 0,
    double Requirement = 0,
    double ShortOptions = 0,
    double Futures = 0,
    double Options = 0,
    double Depegs = 0);
