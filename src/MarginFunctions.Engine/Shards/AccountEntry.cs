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
internal sealed record AccountEntry(AccountState State, ResolvedPortfolio Resolved, PriceBand[] Bands)
{
    /// <summary>An account as loaded: nothing is known of its bands, so the next look at the shard assesses it.</summary>
    public static AccountEntry Unassessed(AccountState state, RiskParameters parameters)
    {
        var resolved = ResolvedPortfolio.Resolve(state.Holdings.Portfolio, parameters);
        var bands = new PriceBand[resolved.Symbols.Count];
        Array.Fill(bands, PriceBand.Nothing);
        return new AccountEntry(state, resolved, bands);
    }

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
}
