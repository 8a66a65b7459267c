namespace MarginFunctions.Risk.Options;

/// <summary>
/// What an option position must hold: coin when the option is inverse, account currency when it is linear; rounded up at 8 places. Never negative; requirements of positions add up.
/// </summary>
/// <param name="Initial">Before the position may be opened; never below <paramref name="Maintenance"/>.</param>
/// <param name="Maintenance">To keep the position.</param>
public readonly record struct OptionRequirement(decimal Initial, decimal Maintenance);
