using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Stress;

namespace MarginFunctions.Engine.Shards;

/// <summary>Writes down what is decided: the record that it can be made again from, and what others are told of it.</summary>
/// <param name="parameters">What decisions are made with.</param>
/// <param name="marks">The latest marks, at the moment of the decisions.</param>
/// <param name="kind">The work that they are made in.</param>
internal sealed class DecisionWriter(RiskParameters parameters, MarkSet marks, ShardWorkKind kind)
{
    private static readonly string EngineVersion =
        typeof(DecisionWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private readonly DateTimeOffset now = marks.At!.Value;

    /// <summary>A decision with all that it was made from.</summary>
    public DecisionRecord Record(AccountState state, ResolvedPortfolio resolved, PoolChange change)
    {
        var loan = change.Before.Pool == ResolvedPool.CrossKey ? state.Ledger?.Loan ?? 0 : 0;
        var stress = change.Pool is null ? default : Stress(change.Pool);
        return new DecisionRecord(
            $"{state.AccountId}|{change.Before.Pool}|{change.Number}",
            state.AccountId,
            change.Number,
            now,
            kind,
            change.Before,
            change.After,
            change.Events,
            change.Margin.Equity,
            change.Margin.Initial,
            change.Margin.Maintenance,
            change.Margin.MarginRatio,
            stress.CoverageRatio,
            stress.Scenario,
            state.Portfolio(parameters.AccountCurrency),
            resolved.Symbols.Where(s => marks.Find(s) is not null).ToDictionary(s => parameters.Symbols[s], s => marks.Find(s)!.Value),
            parameters.Version,
            EngineVersion,
            marks.Risk.Version > 0 ? marks.Risk.Version : null,
            marks.Risk.Version > 0 ? Ranges(resolved) : null,
            change.Pool is { Mode: AccountMode.Portfolio } pool ? Evidence(pool) : null,
            change.Cover.Count > 0 ? change.Cover : null,
            change.Drawn.Count > 0 ? change.Drawn : null,
            loan > 0 ? loan : null)
        {
            Plan = change.Step.Plan,
        };
    }

    /// <summary>What is told of a decision.</summary>
    public IEnumerable<OutboxRecord> Messages(DecisionRecord decision, PoolChange change)
    {
        var margin = change.Covered;
        foreach (var happened in decision.Events)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(happened.ToString());

            // A liquidation that ends in a call of the same moment is not about that call.
            var open = happened == MarginEventKind.Closed ? null : decision.After.Call;
            var message = new MarginCallMessage(
                $"{decision.Id}|{name}",
                happened,
                decision.AccountId,
                decision.After.Pool,
                decision.After.Status,
                decision.At,
                margin.Equity,
                margin.Initial,
                margin.Maintenance,
                margin.MarginRatio,
                parameters.AccountCurrency,
                (open ?? decision.Before.Call)?.Id,
                open?.Amount,
                open?.Deadline);
            yield return new OutboxRecord(Entities.MarginCalls, decision.AccountId, now, null, name, JsonSerializer.SerializeToElement(message, EngineJson.Default.MarginCallMessage));
        }

        if (parameters.Liquidation is null && decision.After.Status == MarginStatus.Liquidating && decision.After.JobId != decision.Before.JobId)
        {
            yield return Message(LiquidationJob.Closing(change.Pool!, decision.Id, decision.AccountId, decision.At));
        }

        // What is taken back comes before what takes its place.
        foreach (var job in new[] { change.Step.Cancellation, change.Step.Job }.OfType<LiquidationJob>())
        {
            yield return Message(job);
        }

        if (change.Step.Request is { } request)
        {
            yield return Message(request);
        }
    }

    /// <summary>A job for the broker.</summary>
    public OutboxRecord Message(LiquidationJob job) =>
        new(Entities.LiquidationJobs, job.AccountId, now, job.AccountId, null, JsonSerializer.SerializeToElement(job, EngineJson.Default.LiquidationJob));

    /// <summary>A request for the insurance fund.</summary>
    public OutboxRecord Message(CoverageRequest request) =>
        new(Entities.CoverageRequests, request.AccountId, now, request.Currency, null, JsonSerializer.SerializeToElement(request, EngineJson.Default.CoverageRequest));

    /// <summary>What is told of entries in an account's ledger; null when there are none.</summary>
    /// <param name="next">The account with them.</param>
    /// <param name="known">The number of the last entry that was told of.</param>
    public OutboxRecord? Booked(AccountState next, long known)
    {
        if (next.Ledger is not { } ledger || ledger.Count == known)
        {
            return null;
        }

        var cross = next.Assessments[0];
        var message = new MarginCallMessage(
            string.Create(CultureInfo.InvariantCulture, $"{next.AccountId}|{cross.Pool}|{ledger.Count}|booked"),
            MarginEventKind.Booked,
            next.AccountId,
            cross.Pool,
            next.Pools[0].Status,
            now,
            cross.Equity,
            cross.Initial,
            cross.Maintenance,
            cross.MarginRatio,
            parameters.AccountCurrency,
            CallId: null,
            Amount: null,
            Deadline: null,
            [.. ledger.Pending.Where(entry => entry.Number > known)]);
        return new OutboxRecord(
            Entities.MarginCalls, next.AccountId, now, null, "booked", JsonSerializer.SerializeToElement(message, EngineJson.Default.MarginCallMessage));
    }

    /// <summary>The ranges in force for what the account depends on.</summary>
    private Dictionary<string, decimal> Ranges(ResolvedPortfolio resolved) => resolved.Symbols
        .Select(symbol => parameters.Symbols[symbol])
        .Select(symbol => parameters.FindInstrument(symbol)?.Underlying ?? symbol)
        .Concat(resolved.Pools.SelectMany(pool => pool.Options).Select(option => option.Contract.Underlying))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        .Where(marks.Risk.PriceRanges.ContainsKey)
        .ToDictionary(underlying => underlying, underlying => marks.Risk.PriceRanges[underlying], StringComparer.Ordinal);

    /// <summary>What the requirement is made of. Null when the pool could not be assessed: then the decision is not about its requirement.</summary>
    private PortfolioRequirement? Evidence(ResolvedPool pool) =>
        PortfolioMargin.TryAssess(pool, marks, parameters.PortfolioMargin!, out var requirement, out _)
            ? requirement with { Underlyings = [.. requirement.Underlyings.Select(u => u with { Losses = [] })] }
            : null;

    private StressTest Stress(ResolvedPool pool)
    {
        try
        {
            return StressTest.Run(pool, marks);
        }
        catch (OverflowException)
        {
            // The pool fits at its marks and not at the scenarios'. The ratio is for show and must not stand in a decision's way.
            return default;
        }
    }
}
