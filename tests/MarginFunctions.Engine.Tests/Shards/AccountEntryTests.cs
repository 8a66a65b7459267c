using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Shards;

public sealed class AccountEntryTests
{
    private static readonly RiskState Ranges = new(7, new Dictionary<string, decimal> { ["BTC-USD"] = 0.16m });

    [Fact]
    public void Bands_of_an_account_that_depends_on_marks_alone_never_grow_old()
    {
        var entry = Entry(AccountMode.Standard);

        Assert.True(entry.DependsOnMarksAlone);
        Assert.False(entry.HasOldBands(Marks(TimeSpan.FromDays(9), RiskState.None)));
    }

    [Fact]
    public void Bands_that_depend_on_ranges_are_old_when_a_range_has_moved()
    {
        var entry = Entry(AccountMode.Portfolio);

        Assert.False(entry.DependsOnMarksAlone);
        Assert.False(entry.HasOldBands(Marks(TimeSpan.FromMinutes(1), Ranges)));
        Assert.False(entry.HasOldBands(Marks(TimeSpan.FromMinutes(1), new RiskState(8, new Dictionary<string, decimal> { ["BTC-USD"] = 0.16m })))); // another version of the same ranges
        Assert.True(entry.HasOldBands(Marks(TimeSpan.FromMinutes(1), new RiskState(8, new Dictionary<string, decimal> { ["BTC-USD"] = 0.17m }))));
        Assert.True(entry.HasOldBands(Marks(TimeSpan.FromMinutes(1), RiskState.None)));
    }

    [Fact]
    public void Bands_that_depend_on_time_are_old_after_their_life()
    {
        var entry = Entry(AccountMode.Portfolio);

        Assert.False(entry.HasOldBands(Marks(AccountEntry.BandLife - TimeSpan.FromTicks(1), Ranges)));
        Assert.True(entry.HasOldBands(Marks(AccountEntry.BandLife, Ranges)));
    }

    private static AccountEntry Entry(AccountMode mode)
    {
        var resolved = ResolvedPortfolio.Resolve(new Portfolio([Given.Cross("BTC-PERP", 1, 43_000)], [], mode), Given.OneShard);
        return new AccountEntry(AccountState.New("A"), resolved, [PriceBand.Everything], ManualTime.Start, Ranges);
    }

    private static MarkSet Marks(TimeSpan later, RiskState risk) => MarkSet.None(Given.OneShard, ManualTime.Start + later, risk);
}
