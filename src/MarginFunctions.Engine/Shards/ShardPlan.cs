using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Shards;

/// <summary>What a shard is about to become.</summary>
/// <param name="Changes">The accounts that were looked at.</param>
/// <param name="NextOutbox">The number of the next outbox row after these changes.</param>
/// <param name="Bands">The tightest band of each symbol over all accounts, after the changes; none where nothing changes, for what is published stands.</param>
/// <param name="Marks">The marks it was made with.</param>
/// <param name="Report">What was done.</param>
/// <param name="Wishes">What its liquidation jobs want of capped markets and has not been asked for: such a plan is not final.</param>
/// <param name="Unfinished">Accounts with more decisions than one transaction takes: look at them again after the commit.</param>
internal sealed record ShardPlan(
    IReadOnlyList<AccountChange> Changes,
    long NextOutbox,
    IReadOnlyDictionary<string, PriceBand> Bands,
    MarkSet Marks,
    ShardReport Report,
    IReadOnlyList<SliceWish> Wishes,
    IReadOnlyList<string> Unfinished);
