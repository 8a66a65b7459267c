using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>An account as a worker keeps it in memory: its row, joined with parameters, and the bands within which its status stands.</summary>
/// <param name="State">The account's row.</param>
/// <param name="Resolved">Its portfolio joined with parameters.</param>
/// <param name="Bands">One for each of the portfolio's symbols. They are found together and hold together: none may be mixed with those of another assessment.</param>
/// <param name="FoundAt">The moment that the bands were found for; null when they are unknown. They hold for this moment.</param>
/// <param name="FoundWith">The ranges that they were found with.</param>
internal sealed record AccountEntry(AccountState State, ResolvedPortfolio Resolved, PriceBand[] Bands, DateTimeOffset? FoundAt, RiskState FoundWith)
{
    /// <summary>For how long bands of an account that depends on time are kept: value decays little in it, and finding bands costs more than an assessment.</summary>
    public static readonly TimeSpan BandLife = TimeSpan.FromMinutes(10);

    /// <summary>The body of the row that <see cref="State"/> was read from or written to, by which a reload knows what has not changed.</summary>
    public ReadOnlyMemory<byte> Row { get; init; }

    /// <summary>Whether the status depends on marks alone. Options depend on the moment too, and scenarios on the ranges.</summary>
    public bool DependsOnMarksAlone => Resolved.Pools.All(pool => pool.IsSeparable);

    /// <summary>An account as loaded: nothing is known of its bands, so the next look at the shard assesses it.</summary>
    public static AccountEntry Unassessed(ShardRow row, RiskParameters parameters)
    {
        var state = JsonSerializer.Deserialize(row.Body.Span, EngineJson.Default.AccountState) ?? throw new InvalidDataException($"Row {row.Key} is empty.");
        var resolved = ResolvedPortfolio.Resolve(state.Portfolio(parameters.AccountCurrency), parameters);
        var bands = new PriceBand[resolved.Symbols.Count];
        Array.Fill(bands, PriceBand.Nothing);
        return new AccountEntry(state, resolved, bands, FoundAt: null, RiskState.None) { Row = row.Body };
    }

    /// <summary>Whether the bands were found for other ranges than those in force, or too long ago. They are then found anew, so that the next crossing is seen by its tick and not by a sweep.</summary>
    public bool HasOldBands(MarkSet marks) => !DependsOnMarksAlone && FoundAt is { } at && (marks.At - at >= BandLife || !HasSameRanges(FoundWith, marks.Risk));

    /// <summary>Whether a mark has left its band, so that the status may have changed. A symbol without a mark has left nothing.</summary>
    public bool IsLeftBy(MarkSet marks)
    {
        for (var i = 0; i < Bands.Length; i++)
        {
            if (marks.Find(Resolved.Symbols[i]) is { } mark && !Bands[i].Contains(mark))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSameRanges(RiskState one, RiskState other) => ReferenceEquals(one, other)
        || (one.PriceRanges.Count == other.PriceRanges.Count && one.PriceRanges.All(range => other.PriceRanges.TryGetValue(range.Key, out var same) && same == range.Value));
}
