using FsCheck;
using FsCheck.Fluent;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Margin;

public sealed class TierTableProperties
{
    private static readonly Gen<decimal> Notionals = Gen.OneOf(
        Always.Decimals(0, 20_000, 4),
        Always.Decimals(0, 10_000_000, 2),
        Gen.Elements(9_999.99m, 10_000m, 50_000m, 250_000m, 999_999.99999999m, 1_000_000m, 5_000_000m, 1e15m));

    private static readonly Gen<TierTable> Tables = Gen.Elements(Given.BtcTiers, Given.EthTiers, Given.FivePercent);

    [Fact]
    public void The_requirement_equals_the_sum_bracket_by_bracket() => Always.Holds(Cases, c =>
    {
        Assert.Equal(BracketByBracket(c.Table, c.Notional, t => t.MaintenanceRate), c.Table.Maintenance(c.Notional));
        Assert.Equal(BracketByBracket(c.Table, c.Notional, t => t.InitialRate), c.Table.Initial(c.Notional));
    }, count: 5_000);

    [Fact]
    public void A_greater_notional_never_needs_less() => Always.Holds(Cases.Two(), pair =>
    {
        var (small, large) = (Math.Min(pair.Item1.Notional, pair.Item2.Notional), Math.Max(pair.Item1.Notional, pair.Item2.Notional));
        Assert.True(pair.Item1.Table.Maintenance(small) <= pair.Item1.Table.Maintenance(large));
    });

    [Fact]
    public void Splitting_a_position_never_needs_more() => Always.Holds(Cases.Two(), pair =>
    {
        var table = pair.Item1.Table;
        var (a, b) = (pair.Item1.Notional, pair.Item2.Notional);
        Assert.True(table.Maintenance(a) + table.Maintenance(b) <= table.Maintenance(a + b));
    });

    [Fact]
    public void Maintenance_never_exceeds_initial_nor_the_notional() => Always.Holds(Cases, c =>
    {
        Assert.InRange(c.Table.Maintenance(c.Notional), 0, c.Table.Initial(c.Notional));
        Assert.True(c.Table.Initial(c.Notional) <= c.Notional);
    });

    private static Gen<(TierTable Table, decimal Notional)> Cases => Tables.SelectMany(table => Notionals.Select(notional => (table, notional)));

    /// <summary>The definition without deduction amounts: each slice of the notional at its own rate.</summary>
    private static decimal BracketByBracket(TierTable table, decimal notional, Func<MarginTier, decimal> rate)
    {
        var sum = 0m;
        for (var n = 0; n < table.Tiers.Count; n++)
        {
            var ceiling = n + 1 < table.Tiers.Count ? table.Tiers[n + 1].Floor : decimal.MaxValue;
            sum += Math.Max(0, Math.Min(notional, ceiling) - table.Tiers[n].Floor) * rate(table.Tiers[n]);
        }

        return sum;
    }
}
