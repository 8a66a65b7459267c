using System.Text.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Local.Replay;

/// <summary>Counts what happened in a run.</summary>
internal sealed class ReplayTally
{
    private readonly SortedDictionary<string, int> events = new(StringComparer.Ordinal);
    private readonly Dictionary<MarginEventKind, HashSet<string>> accounts = [];
    private readonly OutcomeTally outcome = new();
    private int fills;

    public IReadOnlyDictionary<string, int> Events => events;

    public ReplayOutcome Outcome => outcome.Outcome();

    public void Add(IEnumerable<MarketEvent> happened)
    {
        foreach (var one in happened)
        {
            outcome.Add(one);
            fills += one is OrderTraded ? 1 : 0;
            if (one is MessageTold told)
            {
                Add(told.Message);
            }
        }
    }

    private void Add(MarginCallMessage message)
    {
        var kind = JsonNamingPolicy.CamelCase.ConvertName(message.Kind.ToString());
        events[kind] = events.GetValueOrDefault(kind) + 1;
        if (!accounts.TryGetValue(message.Kind, out var ofKind))
        {
            accounts.Add(message.Kind, ofKind = new HashSet<string>(StringComparer.Ordinal));
        }

        ofKind.Add(message.AccountId);
    }

    public int Accounts(MarginEventKind kind) => accounts.TryGetValue(kind, out var ofKind) ? ofKind.Count : 0;

    public async Task<ReplaySummary> SummarizeAsync(MarketRun run, string prices, RiskParameters parameters, int seed, IReadOnlyList<PriceTick> ticks, CancellationToken stop)
    {
        var states = await run.ReadAccountsAsync(stop);
        var fund = await run.ReadFundAsync(stop);
        var pools = new List<ReplayPool>();
        foreach (var state in states)
        {
            foreach (var pool in ResolvedPortfolio.Resolve(state.Portfolio(parameters.AccountCurrency), parameters).Pools)
            {
                if (!PoolAssessor.TryAssess(pool, run.Marks, out var margin, out var missing))
                {
                    throw new InvalidOperationException($"Account {state.AccountId} pool {pool.Key}: {missing} is missing at the end of the replay.");
                }

                var status = state.Pools.First(p => p.Pool == pool.Key).Status;
                pools.Add(new ReplayPool(state.AccountId, pool.Key, status, margin.Equity, margin.Initial, margin.Maintenance));
            }
        }

        return new ReplaySummary(
            prices,
            parameters.Version,
            states.Count,
            seed,
            ticks.Count,
            ticks[0].At,
            ticks[^1].At,
            Accounts(MarginEventKind.Warning),
            Accounts(MarginEventKind.Called),
            Accounts(MarginEventKind.Liquidating),
            Accounts(MarginEventKind.BadDebt),
            events,
            Outcome,
            parameters.Fund is null ? null : ReplayFund.Of(fund),
            MoneyCheck.Run(run, states, fund),
            fills,
            run.Report.Assessed,
            run.Report.MissedCrossings,
            new SortedDictionary<string, int>(
                states.GroupBy(s => JsonNamingPolicy.CamelCase.ConvertName(s.Status.ToString())).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal),
            MarksOf(parameters, run.Marks),
            pools);
    }

    /// <summary>Marks by symbol.</summary>
    public static IReadOnlyDictionary<string, decimal> MarksOf(RiskParameters parameters, MarkSet marks)
    {
        var bySymbol = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        for (var index = 0; index < parameters.Symbols.Count; index++)
        {
            if (marks.Find(index) is { } mark)
            {
                bySymbol.Add(parameters.Symbols[index], mark);
            }
        }

        return bySymbol;
    }
}
