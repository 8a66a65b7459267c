using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Tests.Support;
using static MarginFunctions.Engine.Tests.Coverage.Books;

namespace MarginFunctions.Engine.Tests.Coverage;

public sealed class CoverageTallyProperties
{
    [Fact]
    public void Sums_of_two_books_add_up_to_those_of_both() => Always.HoldsForSeeds(seed =>
    {
        var (one, other) = (Random(seed), Random(seed / 2 + 1).Select(a => a with { AccountId = $"B-{a.AccountId}" }).ToList());
        var (first, second, both) = (Report(Marks, null, one), Report(Marks, null, other), Report(Marks, null, [.. one, .. other]));

        Assert.Equal(first.Accounts + second.Accounts, both.Accounts);
        Assert.Equal(first.Shortfalls + second.Shortfalls, both.Shortfalls);
        Assert.Equal(first.Deficits + second.Deficits, both.Deficits);
        Assert.Equal(first.Liquidity.Buffer + second.Liquidity.Buffer, both.Liquidity.Buffer);
        Assert.Equal(first.Unpriced.Pools + second.Unpriced.Pools, both.Unpriced.Pools);
        Assert.Equal(first.Statuses.Zip(second.Statuses, (a, b) => (a.Accounts + b.Accounts, a.Pools + b.Pools)), both.Statuses.Select(s => (s.Accounts, s.Pools)));
        Assert.Equal(Contracts(first) + Contracts(second), Contracts(both));
    });

    [Fact]
    public void The_order_of_accounts_changes_nothing() => Always.HoldsForSeeds(seed =>
    {
        var accounts = Random(seed);
        var random = new Random(seed);

        Assert.Equal(Text(Report(Marks, 500, accounts)), Text(Report(Marks, 500, accounts.OrderBy(_ => random.Next()).ToList())));
    });

    [Fact]
    public void Cover_two_is_at_least_cover_one_and_at_most_twice_it() => Always.HoldsForSeeds(seed =>
    {
        var report = Report(Marks, null, Random(seed));

        Assert.InRange(report.CoverTwo!.Loss, report.CoverOne!.Loss, 2 * report.CoverOne.Loss);
        Assert.Equal(report.CoverTwo.Loss, report.CoverTwo.Accounts.Sum(a => a.Loss));
        Assert.InRange(report.CoverTwo.Accounts.Count, report.CoverTwo.Loss > 0 ? 1 : 0, 2);
    });

    [Fact]
    public void Cover_two_is_what_two_accounts_looked_at_alone_would_lose() => Always.HoldsForSeeds(seed =>
    {
        var accounts = Random(seed);

        // Written out: every pair alone, the worst pair. An account alone is a pair with no one.
        var worst = accounts.SelectMany((one, n) => accounts.Skip(n).Select(other => Report(Marks, null, ReferenceEquals(one, other) ? [one] : [one, other]).CoverTwo!.Loss)).Max();

        Assert.Equal(worst, Report(Marks, null, accounts).CoverTwo!.Loss);
    }, count: 200);

    [Fact]
    public void Shares_add_up_to_one_and_the_index_lies_between_equal_parts_and_one_holder() => Always.HoldsForSeeds(seed =>
    {
        foreach (var c in Report(Marks, null, Random(seed)).Concentration)
        {
            Assert.InRange(c.LargestShare, 1m / c.Accounts - 1e-8m, 1);
            Assert.InRange(c.FiveLargestShare, Math.Min(1, 5m / c.Accounts) - 1e-8m, 1);
            Assert.InRange(c.Herfindahl, 1m / c.Accounts - 1e-8m, 1);
            Assert.InRange(c.Herfindahl, c.LargestShare * c.LargestShare - 1e-7m, c.LargestShare + 1e-7m);
            if (c.Accounts <= 5)
            {
                Assert.Equal(1, c.FiveLargestShare);
            }
        }
    });

    private static decimal Contracts(CoverageReport report) => report.Concentration.Sum(c => c.Long + c.Short);

    private static string Text(CoverageReport report) => System.Text.Json.JsonSerializer.Serialize(report, Engine.Json.EngineJson.Default.CoverageReport);
}
