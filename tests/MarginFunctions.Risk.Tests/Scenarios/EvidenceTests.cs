using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>The requirement rebuilt from what evidence shows, by the formulas of its documentation and by nothing else.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public void Evidence_rebuilds_the_requirement_at_every_size()
    {
        for (var size = 0; size <= 64; size++)
        {
            for (var seed = 0; seed < 10; seed++)
            {
                var book = new ScenarioBook(1_000 * size + seed, size);
                var requirement = Models.Assess(book.Pool, book.Marks, book.Model);
                RequireParts(book, requirement);
                RequireTotal(book, requirement, f => f.Initial, requirement.Initial);
                RequireTotal(book, requirement, f => f.Maintenance, requirement.Maintenance);
            }
        }
    }

    private static void RequireParts(ScenarioBook book, PortfolioRequirement requirement)
    {
        Assert.Equal(book.Positions.Length == 0, requirement.Underlyings.Count == 0);
        foreach (var part in requirement.Underlyings)
        {
            Assert.All(part.Charges, charge => RequireCharge(book, charge));
            Assert.Equal(part.Scenario is null, part.Parts.Count == 0 && part.Loss == 0);
            if (part.Scenario is not { } scenario)
            {
                continue;
            }

            var index = book.Model.Scenarios.ToList().FindIndex(s => s.Name == scenario);
            var sum = part.Parts.Sum(p => p.Loss);
            var damped = sum > 0 ? Math.Max(0, sum - part.Deduction) : Math.Min(0, sum + part.Deduction);
            Near(part.Losses[index], part.Loss, 0, book);
            Near(damped - part.HaircutReleased, part.Loss, part.Parts.Sum(p => Math.Abs(p.Loss)), book);
            if (!book.Model.Combination.IsJoint)
            {
                Assert.Equal(part.Losses.Max(), part.Loss);
            }
        }

        var positions = requirement.Underlyings.Where(u => u.Scenario is not null).SelectMany(u => u.Parts).Select(p => p.Name).ToList();
        Assert.Equal(positions.Count, positions.Distinct().Count());
    }

    /// <summary>A charge with moves is the sum of its positions' parts; one with tiers comes of its cost.</summary>
    private static void RequireCharge(ScenarioBook book, ChargeAmount charge)
    {
        Assert.Equal(charge.Move is null, charge.Parts is null);
        if (charge.Parts is { } parts)
        {
            Near(charge.Amount, parts.Sum(p => p.Loss), parts.Sum(p => Math.Abs(p.Loss)), book);
        }

        if (charge.Cost is { } cost)
        {
            var tiers = book.Model.Charges.Liquidity!.Tiers;
            Near(charge.Amount, tiers.Select((t, n) => (double)t.Multiple * Math.Max(0, Math.Min(cost, n + 1 < tiers.Count ? (double)tiers[n + 1].Floor : cost) - (double)t.Floor)).Sum(), cost, book);
        }
    }

    private static void RequireTotal(ScenarioBook book, PortfolioRequirement requirement, Func<MarginFactors, decimal> factor, decimal amount)
    {
        var joint = book.Model.Combination.IsJoint;
        var total = joint
            ? Of(Math.Max(JointLoss(book, requirement), requirement.Underlyings.Sum(u => Sum(u, ChargeKind.LossFloor))), [.. requirement.Underlyings])
            : requirement.Underlyings.Sum(u => Of(Math.Max(u.Loss, Sum(u, ChargeKind.LossFloor)), u));
        total += requirement.Depegs.Sum(d => d.Amount * (double)factor(d.Factors));
        Near((double)amount, (double)MoneyRounding.RoundUpScenarioAmount(total), total, book);

        double Of(double loss, params UnderlyingRequirement[] parts) =>
            Math.Max((double)factor(requirement.Factors) * loss + parts.Sum(p => Counted(p, ChargeKind.Added).Sum()), parts.Sum(p => Counted(p, ChargeKind.Floor).DefaultIfEmpty(0).Max()));

        IEnumerable<double> Counted(UnderlyingRequirement part, ChargeKind kind) => part.Charges.Where(c => c.Kind == kind).Select(c => c.Amount * (double)factor(c.Factors));
    }

    private static double JointLoss(ScenarioBook book, PortfolioRequirement requirement)
    {
        var offset = (double)book.Model.Combination.GainOffset;
        var loss = Math.Max(0, requirement.Underlyings.Sum(u => u.Loss > 0 ? u.Loss : offset * u.Loss));
        Near(loss, requirement.JointLoss, requirement.Underlyings.Sum(u => Math.Abs(u.Loss)), book);
        return loss;
    }

    private static double Sum(UnderlyingRequirement part, ChargeKind kind) => part.Charges.Where(c => c.Kind == kind).Sum(c => c.Amount);

    private static void Near(double expected, double actual, double scale, ScenarioBook book) =>
        Assert.True(Math.Abs(expected - actual) <= 2e-8 + 1e-12 * Math.Abs(scale), $"{book}: {expected} and {actual}");
}
