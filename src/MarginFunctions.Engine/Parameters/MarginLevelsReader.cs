using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads the section <c>levels</c> of the risk parameters, with the rules of <see cref="MarginLevels"/>.</summary>
internal static class MarginLevelsReader
{
    private const decimal HighestLevel = 100;
    private const int MostReminders = 10;
    private const decimal LargestCallChange = 10;

    /// <summary>Reads the section. What it returns counts only when no problem was reported.</summary>
    public static MarginLevels Read(StrictObject item)
    {
        var levels = new MarginLevels(
            item.Decimal("warning"), item.Decimal("call"), item.Decimal("liquidation"), item.Decimal("hysteresis"), item.Span("callDeadline"));
        var restore = item.OptionalDecimal("restore");
        var reminders = item.OptionalSpans("reminders", MostReminders);
        var callChange = item.OptionalDecimal("callChange");
        if (item.HasProblems)
        {
            return levels;
        }

        CheckLevels(item, levels, restore);
        if (levels.CallDeadline <= TimeSpan.Zero)
        {
            item.Refuse("callDeadline", "must be positive");
        }

        if (reminders?.Any(before => before <= TimeSpan.Zero || before >= levels.CallDeadline) == true)
        {
            item.Refuse("reminders", $"must each be positive and below callDeadline ({levels.CallDeadline:c})");
        }

        if (callChange is < 0 or > LargestCallChange)
        {
            item.Refuse("callChange", $"must not be negative nor above {LargestCallChange}");
        }

        return levels with
        {
            Restore = restore ?? levels.Restore,
            Reminders = reminders ?? levels.Reminders,
            CallChange = callChange ?? levels.CallChange,
        };
    }

    private static void CheckLevels(StrictObject item, MarginLevels levels, decimal? restore)
    {
        if (levels.Liquidation is <= 0 or > 10)
        {
            item.Refuse("liquidation", "must be above 0 and at most 10");
        }

        if (levels.Call <= levels.Liquidation || levels.Call > HighestLevel)
        {
            item.Refuse("call", $"must be above liquidation ({levels.Liquidation}) and at most {HighestLevel}");
        }

        if (levels.Hysteresis is < 0 or > HighestLevel)
        {
            item.Refuse("hysteresis", $"must not be negative nor above {HighestLevel}");
        }

        // What is far out of range is refused above, and might not even be added up.
        if (levels.Call > HighestLevel || levels.Hysteresis > HighestLevel)
        {
            return;
        }

        if (levels.Warning < levels.CallRelease || levels.Warning > HighestLevel)
        {
            item.Refuse("warning", $"must be at least call plus hysteresis ({levels.CallRelease}) and at most {HighestLevel}");
        }

        if (restore < levels.Liquidation || restore > levels.CallRelease)
        {
            item.Refuse("restore", $"must lie between liquidation ({levels.Liquidation}) and call plus hysteresis ({levels.CallRelease})");
        }
    }
}
