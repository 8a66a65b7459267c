using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Support;

/// <summary>A decision is made again from nothing but its record and the parameters that it names, to the last place.</summary>
internal static class MadeAgain
{
    public static void Check(DecisionRecord record, RiskParameters parameters)
    {
        Assert.Equal(parameters.Version, record.ParametersVersion);
        var risk = record.PriceRanges is null ? RiskState.None : new RiskState(record.RiskVersion!.Value, record.PriceRanges);
        var marks = MarkSet.Of(parameters, record.Marks, record.At, risk);
        var pool = ResolvedPortfolio.Resolve(record.Portfolio, parameters).Pools.SingleOrDefault(p => p.Key == record.Before.Pool);

        // A pool whose position is gone has nothing and owes nothing.
        var margin = default(MarginPosition);
        if (pool is not null)
        {
            Assert.True(PoolAssessor.TryAssess(pool, marks, out margin, out var missing), $"{record.Id}: {missing}");
        }

        Assert.Equal((record.Equity, record.Initial, record.Maintenance), (margin.Equity, margin.Initial, margin.Maintenance));
        var again = MarginLifecycle.Decide(record.Before, margin, record.At, parameters.Levels, record.Id, record.Cover);
        Assert.Equal(record.After, again.State);
        Assert.Equal(record.Events, again.Events);
        Assert.Equal(record.Drawn ?? [], again.Drawn);
        CheckEvidence(record, pool, marks);
        CheckPlan(record, pool, marks);
    }

    /// <summary>A liquidation is planned again, order by order; what of it a minute took is no part of the plan.</summary>
    private static void CheckPlan(DecisionRecord record, ResolvedPool? pool, MarkSet marks)
    {
        if (record.Plan is not { } plan)
        {
            return;
        }

        var terms = marks.Parameters.Liquidation!.Terms.With(MarginLifecycle.RestoreLevel(record.After, marks.Parameters.Levels));
        Assert.True(LiquidationPlanner.TryPlan(pool!, marks, terms, out var again, out var missing), missing);
        Assert.Equal((plan.Outcome, plan.Level), (again!.Outcome, again.Level));
        Assert.Equal((plan.Before.Equity, plan.Before.Initial, plan.Before.Maintenance), (again.Before.Equity, again.Before.Initial, again.Before.Maintenance));
        Assert.Equal((plan.After.Equity, plan.After.Initial, plan.After.Maintenance), (again.After.Equity, again.After.Initial, again.After.Maintenance));
        Assert.Equal(
            plan.Orders.Select(o => (o.Name, o.Kind, o.Trade, o.Price, o.Limit, o.Notional, o.Fee, o.FundFee, o.Impact, o.Freed)),
            again.Orders.Take(plan.Orders.Count).Select(o => (o.Name, o.Kind, o.Trade, o.Price, o.Limit, o.Cost.Notional, o.Cost.Fee, o.Cost.FundFee, o.Cost.Impact, o.Freed)));
        Assert.All(plan.Orders, o => Assert.InRange(o.Ordered, 0, Math.Abs(o.Trade)));
    }

    private static void CheckEvidence(DecisionRecord record, ResolvedPool? pool, MarkSet marks)
    {
        if (pool is null || record.Portfolio.Mode != AccountMode.Portfolio || pool.Key != ResolvedPool.CrossKey)
        {
            Assert.Null(record.Evidence);
            return;
        }

        Assert.True(PortfolioMargin.TryAssess(pool, marks, marks.Parameters.PortfolioMargin!, out var requirement, out _));
        Assert.Equal(Text(requirement with { Underlyings = [.. requirement.Underlyings.Select(u => u with { Losses = [] })] }), Text(record.Evidence!));
        Assert.Equal((record.Initial, record.Maintenance), (record.Evidence!.Initial, record.Evidence.Maintenance));
        AddsUp(record.Evidence);
        foreach (var underlying in record.Evidence.Underlyings.Where(u => record.PriceRanges?.ContainsKey(u.Underlying) == true))
        {
            Assert.Equal((double)record.PriceRanges![underlying.Underlying], underlying.PriceRange);
        }
    }

    /// <summary>Parts of positions make losses; losses and charges, by their factors, make both requirements. For models whose losses are separate.</summary>
    private static void AddsUp(PortfolioRequirement evidence)
    {
        Assert.Null(evidence.JointScenario);
        foreach (var underlying in evidence.Underlyings.Where(u => u.Scenario is not null))
        {
            var parts = underlying.Parts.Sum(p => p.Loss);
            Close(underlying.Loss, (parts > 0 ? Math.Max(0, parts - underlying.Deduction) : Math.Min(0, parts + underlying.Deduction)) - underlying.HaircutReleased);
        }

        Close((double)evidence.Initial, Total(f => (double)f.Initial));
        Close((double)evidence.Maintenance, Total(f => (double)f.Maintenance));

        double Total(Func<MarginFactors, double> of) =>
            evidence.Underlyings.Sum(u =>
            {
                var loss = u.Charges.Where(c => c.Kind == ChargeKind.LossFloor).Select(c => c.Amount).Append(u.Loss).Max();
                var added = u.Charges.Where(c => c.Kind == ChargeKind.Added).Sum(c => of(c.Factors) * c.Amount);
                var floors = u.Charges.Where(c => c.Kind == ChargeKind.Floor).Select(c => of(c.Factors) * c.Amount).Append(0).Max();
                return Math.Max(of(evidence.Factors) * loss + added, floors);
            })
            + evidence.Depegs.Sum(c => of(c.Factors) * c.Amount);
    }

    /// <summary>To the last digits of sums of doubles, and the rounding at 8 places.</summary>
    private static void Close(double expected, double actual) => Assert.InRange(actual, expected - 2e-8 - 1e-12 * Math.Abs(expected), expected + 2e-8 + 1e-12 * Math.Abs(expected));

    private static string Text(PortfolioRequirement requirement) => JsonSerializer.Serialize(requirement, EngineJson.Default.PortfolioRequirement);
}
