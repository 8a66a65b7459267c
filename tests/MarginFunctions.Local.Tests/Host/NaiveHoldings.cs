using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>
/// What an account ends up with, worked out from all its updates at once: of everything, the highest sequence that speaks of it has the last word, and a complete update speaks of everything.
/// </summary>
internal static class NaiveHoldings
{
    public static IEnumerable<Position> Positions(IReadOnlyCollection<HoldingsUpdate> updates) =>
        LastWords(updates, u => u.Positions, p => p.Instrument).Where(p => p.Quantity != 0);

    public static IEnumerable<CollateralHolding> Collateral(IReadOnlyCollection<HoldingsUpdate> updates) =>
        LastWords(updates, u => u.Collateral, c => c.Asset).Where(c => c.Quantity != 0);

    private static IEnumerable<T> LastWords<T>(
        IReadOnlyCollection<HoldingsUpdate> updates, Func<HoldingsUpdate, IReadOnlyList<T>> facts, Func<T, string> nameOf) =>
        from name in updates.SelectMany(facts).Select(nameOf).Distinct().Order(StringComparer.Ordinal)
        let last = updates.Where(u => u.Complete || facts(u).Any(f => nameOf(f) == name)).MaxBy(u => u.Sequence)
        from fact in facts(last).Where(f => nameOf(f) == name)
        select fact;
}
