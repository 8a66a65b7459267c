using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>What must hold of an account when nothing is left to do.</summary>
internal static class AccountChecks
{
    public static readonly RiskParameters Parameters = RiskParametersFile.LoadSample();

    /// <summary>The holdings are those of all updates applied one after another, and those that a look at all of them together gives.</summary>
    public static void AssertHolds(AccountState state, IReadOnlyCollection<HoldingsUpdate> updates)
    {
        var model = updates.OrderBy(u => u.Sequence).Aggregate(Holdings.None, (holdings, update) => holdings.Apply(update, out _));
        Assert.Equal(JsonSerializer.Serialize(model, EngineJson.Default.Holdings), JsonSerializer.Serialize(state.Holdings, EngineJson.Default.Holdings));
        Assert.Equal(NaiveHoldings.Positions(updates), state.Holdings.Portfolio.Positions);
        Assert.Equal(NaiveHoldings.Collateral(updates), state.Holdings.Portfolio.Collateral);
    }

    /// <summary>The stored figures are those of the holdings at these marks.</summary>
    public static void AssertIsAssessedAt(AccountState state, MarkSet marks) => Assert.Equal(
        Margins(state, marks).Select(p => new PoolAssessment(
            p.Pool, p.Margin.Equity, p.Margin.Initial, p.Margin.Maintenance, p.Margin.MarginRatio, Missing: null)),
        state.Assessments);

    /// <summary>Deciding again at these marks decides nothing: no crossing was lost.</summary>
    public static void AssertIsDecidedAt(AccountState state, MarkSet marks)
    {
        foreach (var (pool, margin) in Margins(state, marks))
        {
            var stored = Assert.Single(state.Pools, p => p.Pool == pool);
            var decision = MarginLifecycle.Decide(stored, margin, TimeProvider.System.GetUtcNow(), Parameters.Levels, "again");
            Assert.False(decision.IsChange, $"{state.AccountId} {pool} is {stored.Status} and would become {decision.State.Status} at {margin}.");
        }
    }

    private static IEnumerable<(string Pool, MarginPosition Margin)> Margins(AccountState state, MarkSet marks)
    {
        foreach (var pool in ResolvedPortfolio.Resolve(state.Portfolio(Parameters.AccountCurrency), Parameters).Pools)
        {
            Assert.True(PoolAssessor.TryAssess(pool, marks, out var margin, out var missing), missing);
            yield return (pool.Key, margin);
        }
    }
}
