using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Support;

/// <summary>
/// What an account holds after a set of updates, worked out from the whole set: of everything, the highest sequence that speaks of it has the last word, and a complete update speaks of everything.
/// </summary>
internal static class NaiveHoldings
{
    public static Holdings After(IReadOnlyCollection<HoldingsUpdate> updates) => new(
        [.. Rows(updates, u => u.Positions, p => p.Instrument, p => p.Quantity).Select(r => new HeldPosition(r.Fact, r.Sequence))],
        [.. Rows(updates, u => u.Collateral, c => c.Asset, c => c.Quantity).Select(r => new HeldCollateral(r.Fact, r.Sequence, updates.First(u => u.Sequence == r.Sequence).LedgerThrough))],
        updates.Where(u => u.Complete).Select(u => u.Sequence).DefaultIfEmpty(0).Max(),
        updates.Where(u => u.Complete || u.Positions.Count + u.Collateral.Count > 0 || u.AccountMode is not null || u.Cover is not null).Select(u => u.Sequence).DefaultIfEmpty(0).Max(),
        updates.Where(u => u.AccountMode is not null).MaxBy(u => u.Sequence)?.AccountMode ?? AccountMode.Standard,
        updates.Where(u => u.AccountMode is not null).Select(u => u.Sequence).DefaultIfEmpty(0).Max(),
        updates.Where(u => u.Cover is not null).MaxBy(u => u.Sequence) is { } covered ? new HeldCover(covered.Cover!, covered.Sequence, covered.LedgerThrough) : null,
        updates.Where(u => u.Complete).MaxBy(u => u.Sequence)?.LedgerThrough ?? 0);

    /// <summary>Holdings as their stored text, which compares lists by their elements and numbers by their value.</summary>
    public static string Text(Holdings holdings) => JsonSerializer.Serialize(holdings, EngineJson.Default.Holdings);

    private static IEnumerable<(T Fact, long Sequence)> Rows<T>(
        IReadOnlyCollection<HoldingsUpdate> updates, Func<HoldingsUpdate, IReadOnlyList<T>> facts, Func<T, string> nameOf, Func<T, decimal> quantityOf)
    {
        foreach (var name in updates.SelectMany(facts).Select(nameOf).Distinct().Order(StringComparer.Ordinal))
        {
            var last = updates.Where(u => u.Complete || facts(u).Any(f => nameOf(f) == name)).MaxBy(u => u.Sequence)!;
            var fact = facts(last).FirstOrDefault(f => nameOf(f) == name);

            // A complete update needs no row to remember a close: its sequence is the floor.
            if (fact is not null && !(last.Complete && quantityOf(fact) == 0))
            {
                yield return (fact, last.Sequence);
            }
        }
    }
}
