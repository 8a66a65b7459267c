using System.Globalization;

namespace MarginFunctions.Local.Cascade;

/// <summary>The figures that both runs are compared by, on the screen and on the page.</summary>
internal static class CascadeFigures
{
    /// <summary>Names, and each run's figure as text.</summary>
    public static IReadOnlyList<(string Name, Func<CascadeSide, string> Value)> Rows { get; } =
    [
        ("accounts called", side => Count(side.Called)),
        ("cured by a deposit", side => Count(side.Outcome.CuredByDeposit)),
        ("cured by the reserve", side => Count(side.Outcome.CuredByReserve)),
        ("cured by a loan", side => Count(side.Outcome.CuredByLoan)),
        ("accounts liquidated", side => Count(side.Liquidated)),
        ("of these in part", side => Count(side.Outcome.CuredByPartialLiquidation)),
        ("of these in full", side => Count(side.Outcome.FullyLiquidated)),
        ("accounts in bad debt", side => Count(side.BadDebts)),
        ("closed by liquidations", side => Amount(side.Outcome.NotionalSold)),
        ("closed in the busiest minute", side => Amount(side.PeakClosed)),
        ("what full liquidation would have closed", side => Amount(side.Outcome.NotionalOfFullLiquidation)),
        ("liquidation fees", side => Amount(side.Outcome.Fees)),
        ("bad debts taken over", side => Amount(side.Outcome.CoverPaid)),
        ("borne by winners", side => Amount(side.Outcome.LossShares)),
        ("deleveraged", side => Amount(side.Outcome.Deleveraged)),
    ];

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);
}
