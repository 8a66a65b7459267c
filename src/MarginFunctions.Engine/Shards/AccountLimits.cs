using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Shards;

/// <summary>How large an account may grow: its row, any decision on it and any order to close it must fit where they go, or the shard would stand still on the day they are made.</summary>
internal static class AccountLimits
{
    /// <summary>The largest account, in bytes as stored.</summary>
    private const int MaximumAccountBytes = 900 * 1024;

    /// <summary>Below this an account's decisions and orders fit whatever they say: a decision is less than twice the row, an order less than the row.</summary>
    private const int UncheckedBytes = 400 * 1024;

    /// <summary>What a decision says beside portfolio and marks, at most, in bytes; of which the ranges of 64 underlyings take 6 KiB.</summary>
    private const int DecisionEnvelope = 10 * 1024;

    /// <summary>A mark's price with punctuation, at most, in bytes.</summary>
    private const int MarkBytes = 40;

    /// <summary>An order that the account remembers, and its part of a decision's plan, at most, in bytes: ten amounts with their names, and the instrument's.</summary>
    private const int OrderBytes = 400;

    /// <summary>A job that the account remembers beside its orders, at most, in bytes.</summary>
    private const int JobBytes = 450;

    /// <summary>The most that an account's jobs may grow to, in bytes as stored.</summary>
    private const int JobsBytes = 2 * (((OrderDraft.MaximumOrders + JobMemory.MaximumEndedOrders) * OrderBytes) + ((OrderDraft.MaximumOrders + JobMemory.MaximumEnded) * JobBytes));

    /// <summary>A position's part of the evidence beside its name, at most, in bytes.</summary>
    private const int LossBytes = 60;

    /// <summary>What is too large, in words; null when nothing is.</summary>
    /// <param name="state">The account as it would be.</param>
    /// <param name="resolved">Its portfolio.</param>
    /// <param name="row">Its row.</param>
    public static string? Excess(AccountState state, ResolvedPortfolio resolved, ReadOnlyMemory<byte> row)
    {
        var stored = ShardTransaction.StoredBytes(row);
        if (stored <= UncheckedBytes)
        {
            return null;
        }

        // Jobs come and go without an update that could be refused, so there must be room for the most of them.
        var hasPolicy = resolved.Parameters.Liquidation is not null;
        var most = hasPolicy ? MaximumAccountBytes - JobsBytes : MaximumAccountBytes;
        if (state.Jobs is not null)
        {
            stored = ShardTransaction.StoredBytes(JsonSerializer.SerializeToUtf8Bytes(state with { Jobs = null }, EngineJson.Default.AccountState));
        }

        if (stored > most)
        {
            return $"the account would take {stored} bytes as stored; {most} is the most";
        }

        var portfolio = JsonSerializer.SerializeToUtf8Bytes(state.Holdings.Portfolio, EngineJson.Default.Portfolio);
        var evidence = state.Holdings.Mode == AccountMode.Portfolio ? state.Holdings.Portfolio.Positions.Sum(p => p.Instrument.Length + LossBytes) : 0;
        var plan = hasPolicy ? OrderDraft.MaximumOrders * OrderBytes : 0;
        var decision = ShardTransaction.StoredBytes(portfolio) + 2 * (DecisionEnvelope + plan + evidence + resolved.Symbols.Sum(s => resolved.Parameters.Symbols[s].Length + MarkBytes));
        if (decision > ShardTransaction.MaximumRowBytes)
        {
            return $"a decision on the account would take up to {decision} bytes as stored; {ShardTransaction.MaximumRowBytes} is the most";
        }

        if (hasPolicy)
        {
            // A job has an end of its own.
            return null;
        }

        var cross = LiquidationJob.Closing(resolved.Pools[0], $"{state.AccountId}|{ResolvedPool.CrossKey}|{long.MaxValue}", state.AccountId, DateTimeOffset.MaxValue);
        var job = JsonSerializer.SerializeToUtf8Bytes(cross, EngineJson.Default.LiquidationJob).Length;
        return job > MessageLimits.BodyBytes ? $"the order to close the account would take {job} bytes; {MessageLimits.BodyBytes} is the most" : null;
    }
}
