using System.Globalization;
using MarginFunctions.Risk.Liquidation;

namespace MarginFunctions.Benchmarks;

/// <summary>
/// Liquidation plans of accounts below maintenance margin, on one core: the planner against <see cref="PlainPlanner"/>. Before any time is taken every plan is carried out a second time on a new portfolio: it must restore,
/// one lot less of any order must not, and its costs must add up.
/// </summary>
internal static class PlannerBenchmark
{
    private const int RoundCount = 11;

    // Quotients at 28 digits, and in portfolio mode sums of doubles in another order.
    private const decimal LastUnits = 0.0000001m;

    public static int Run()
    {
        OneCore.Pin();
        PlannerBook[] books = [PlannerBook.SinglePosition(4_003), PlannerBook.FivePositions(1_009), PlannerBook.PortfolioMode(101)];
        Console.WriteLine(OneCore.Features());
        Console.WriteLine(Rounds.Head("an account"));
        foreach (var book in books)
        {
            if (Check(book) is { } problem)
            {
                Console.Error.WriteLine($"{book.Name}: {problem}");
                return 1;
            }

            var seconds = Rounds.Of(RoundCount, [() => OneCore.Time(() => PlanAll(book)), () => OneCore.Time(() => PlanPlainly(book))]);
            Console.WriteLine(Rounds.Line($"{book.Name}: planner", seconds[0], seconds[0], book.Accounts.Count, "an account"));
            Console.WriteLine(Rounds.Line($"{book.Name}: plain bisection", seconds[1], seconds[0], book.Accounts.Count, "an account"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{book.Name}: {book.Accounts.Count / Rounds.Median(seconds[0]):N0} plans/s; costs {Saved(book):P1} of what closing the same part of everything costs"));
        }

        return 0;
    }

    private static void PlanAll(PlannerBook book)
    {
        foreach (var pool in book.Pools)
        {
            _ = Plan(book, pool);
        }
    }

    private static void PlanPlainly(PlannerBook book)
    {
        foreach (var account in book.Accounts)
        {
            _ = PlainPlanner.Plan(account, book.Marks, book.Terms);
        }
    }

    private static LiquidationPlan Plan(PlannerBook book, Risk.Resolution.ResolvedPool pool) =>
        LiquidationPlanner.TryPlan(pool, book.Marks, book.Terms, out var plan, out var missing) ? plan! : throw new InvalidOperationException($"{missing} is missing.");

    /// <returns>What is wrong with the first plan that is wrong; null when none is.</returns>
    private static string? Check(PlannerBook book)
    {
        var partial = 0;
        for (var n = 0; n < book.Accounts.Count; n++)
        {
            var account = book.Accounts[n];
            var plan = Plan(book, book.Pools[n]);
            var lots = Array.ConvertAll([.. account.Positions], p => LotsOf(plan, book.Terms, p.Instrument));
            var after = PlainPlanner.After(account, book.Marks, book.Terms, lots);
            if (Math.Abs(after.Equity - plan.After.Equity) > LastUnits || Math.Abs(after.Maintenance - plan.After.Maintenance) > LastUnits)
            {
                return $"account {n} has {after} when its plan is carried out, and {plan.After} is what the plan says.";
            }

            if (Math.Abs(plan.Cost - PlainPlanner.Cost(account, book.Marks, book.Terms, lots)) > LastUnits || Math.Abs(plan.Before.Equity - plan.Cost - after.Equity) > LastUnits)
            {
                return $"the costs of account {n} do not add up: {plan}.";
            }

            if (plan.Before.Equity >= plan.Before.Maintenance)
            {
                return $"account {n} is not below maintenance margin.";
            }

            if (plan.Outcome != LiquidationOutcome.Partial)
            {
                continue;
            }

            partial++;
            if (!plan.IsRestored)
            {
                return $"account {n} is not restored: {plan}.";
            }

            for (var leg = 0; leg < lots.Length; leg++)
            {
                if (lots[leg] > 0 && PlainPlanner.IsRestored(PlainPlanner.After(account, book.Marks, book.Terms, [.. lots[..leg], lots[leg] - 1, .. lots[(leg + 1)..]]), book.Terms))
                {
                    return $"account {n} is restored with a lot less of {account.Positions[leg].Instrument}: {plan}.";
                }
            }

            if (lots.Length == 1 && lots[0] != PlainPlanner.Plan(account, book.Marks, book.Terms)[0])
            {
                return $"account {n} closes {lots[0]} lots, and bisection {PlainPlanner.Plan(account, book.Marks, book.Terms)[0]}.";
            }
        }

        return partial > book.Accounts.Count / 2 ? null : $"only {partial} of {book.Accounts.Count} plans close a part.";
    }

    private static decimal LotsOf(LiquidationPlan plan, LiquidationTerms terms, string instrument) =>
        plan.Orders.FirstOrDefault(o => o.Name == instrument) is { } order ? decimal.Ceiling(Math.Abs(order.Trade) / terms.MarketOf(instrument).Lot) : 0;

    /// <summary>Costs of all plans over those of the plain ones.</summary>
    private static decimal Saved(PlannerBook book) =>
        book.Pools.Sum(pool => Plan(book, pool).Cost) / book.Accounts.Sum(account => PlainPlanner.Cost(account, book.Marks, book.Terms, PlainPlanner.Plan(account, book.Marks, book.Terms)));
}
