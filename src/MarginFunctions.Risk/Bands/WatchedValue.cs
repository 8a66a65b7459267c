namespace MarginFunctions.Risk.Bands;

/// <summary>An amount whose sign must stay: <c>Equity·E − Level·MM</c>.</summary>
/// <param name="Equity">1; 0 where it is the requirement itself that must not vanish.</param>
/// <param name="Level">The multiple of maintenance margin.</param>
/// <param name="Value">Today, in account currency.</param>
internal readonly record struct WatchedValue(double Equity, double Level, double Value);
