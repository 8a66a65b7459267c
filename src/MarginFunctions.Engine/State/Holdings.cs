using System.Text.Json.Serialization;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.State;

/// <summary>
/// What an account holds, as the latest facts say. Any order and any repetition of the same updates ends in the same holdings.
/// </summary>
/// <remarks>
/// Each row remembers the sequence that last set it. An update sets the rows that it names where its sequence is higher. A complete update also closes what it does not name and is older, and leaves its
/// sequence as a floor: a row that is absent counts as set by the floor. The mode and the cover are rows too, which only an update that names them sets.
/// </remarks>
/// <param name="Positions">In ordinal order of the instrument.</param>
/// <param name="Collateral">In ordinal order of the asset.</param>
/// <param name="Floor">The sequence of the latest complete update; 0 before the first.</param>
/// <param name="LastSequence">The highest sequence applied or found late.</param>
/// <param name="Mode">How the account is margined.</param>
/// <param name="ModeSequence">The sequence that last said so; 0 when nothing did.</param>
/// <param name="Cover">What it has to be covered with; null when nothing was ever said.</param>
/// <param name="FloorLedgerThrough">What the floor counts of the account's ledger; this is what an absent collateral row counts.</param>
public sealed record Holdings(
    IReadOnlyList<HeldPosition> Positions,
    IReadOnlyList<HeldCollateral> Collateral,
    long Floor,
    long LastSequence,
    AccountMode Mode = AccountMode.Standard,
    long ModeSequence = 0,
    HeldCover? Cover = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long FloorLedgerThrough = 0)
{
    /// <summary>Nothing was ever said.</summary>
    public static Holdings None { get; } = new([], [], 0, 0);

    /// <summary>The portfolio without the rows that only remember a close.</summary>
    [JsonIgnore]
    public Portfolio Portfolio => new(
        [.. Positions.Where(p => p.Position.Quantity != 0).Select(p => p.Position)],
        [.. Collateral.Where(c => c.Holding.Quantity != 0).Select(c => c.Holding)],
        Mode);

    /// <summary>The number of the last entry of the account's ledger that a holding counts.</summary>
    public long LedgerThrough(string asset) => Collateral.FirstOrDefault(c => c.Holding.Asset == asset)?.LedgerThrough ?? FloorLedgerThrough;

    /// <summary>Applies an update's facts.</summary>
    /// <param name="update">The update.</param>
    /// <param name="late">How many rows of it came too late and were left.</param>
    /// <returns>The new holdings; the same object when nothing was new.</returns>
    public Holdings Apply(HoldingsUpdate update, out int late)
    {
        ArgumentNullException.ThrowIfNull(update);
        late = 0;
        var positions = Rows(
            Positions, update, update.Positions, p => p.Position.Instrument, p => p.Sequence, p => p.Instrument, p => new HeldPosition(p, update.Sequence), p => p.Position.Quantity == 0, ref late);
        var collateral = Rows(
            Collateral, update, update.Collateral, c => c.Holding.Asset, c => c.Sequence, c => c.Asset, c => new HeldCollateral(c, update.Sequence, update.LedgerThrough), c => c.Holding.Quantity == 0, ref late);

        var floor = update.Complete ? Math.Max(Floor, update.Sequence) : Floor;
        var setsMode = update.AccountMode is not null && update.Sequence > ModeSequence;
        if (update.AccountMode is not null && !setsMode)
        {
            late++;
        }

        var setsCover = update.Cover is not null && update.Sequence > (Cover?.Sequence ?? 0);
        if (update.Cover is not null && !setsCover)
        {
            late++;
        }

        if (positions is null && collateral is null && floor == Floor && !setsMode && !setsCover)
        {
            return this;
        }

        return new Holdings(
            positions ?? Positions,
            collateral ?? Collateral,
            floor,
            Math.Max(LastSequence, update.Sequence),
            setsMode ? update.AccountMode!.Value : Mode,
            setsMode ? update.Sequence : ModeSequence,
            setsCover ? new HeldCover(update.Cover!, update.Sequence, update.LedgerThrough) : Cover,
            floor == Floor ? FloorLedgerThrough : update.LedgerThrough);
    }

    /// <summary>One list after the update; null when it does not change.</summary>
    private IReadOnlyList<THeld>? Rows<THeld, TFact>(
        IReadOnlyList<THeld> held,
        HoldingsUpdate update,
        IReadOnlyList<TFact> facts,
        Func<THeld, string> nameOfHeld,
        Func<THeld, long> sequenceOf,
        Func<TFact, string> nameOfFact,
        Func<TFact, THeld> hold,
        Func<THeld, bool> isClosed,
        ref int late)
    {
        SortedDictionary<string, THeld>? rows = null;
        SortedDictionary<string, THeld> Writable()
        {
            if (rows is null)
            {
                rows = new SortedDictionary<string, THeld>(StringComparer.Ordinal);
                foreach (var row in held)
                {
                    rows.Add(nameOfHeld(row), row);
                }
            }

            return rows;
        }

        if (update.Complete && update.Sequence > Floor)
        {
            foreach (var row in held)
            {
                // The floor now says what these rows said: closed, by a newer word than theirs.
                if (sequenceOf(row) < update.Sequence)
                {
                    Writable().Remove(nameOfHeld(row));
                }
            }
        }

        foreach (var fact in facts)
        {
            var name = nameOfFact(fact);
            var known = held.FirstOrDefault(row => nameOfHeld(row) == name);
            if (update.Sequence <= Math.Max(Floor, known is null ? 0 : sequenceOf(known)))
            {
                late++;
                continue;
            }

            var row = hold(fact);
            if (update.Complete && isClosed(row))
            {
                Writable().Remove(name);
            }
            else
            {
                Writable()[name] = row;
            }
        }

        return rows is null ? null : [.. rows.Values];
    }
}
