using MarginFunctions.Risk.Bands;

namespace MarginFunctions.Risk.Tests.Bands;

public sealed class PriceBandTests
{
    [Theory]
    [InlineData("the low end is inside", 10, true)]
    [InlineData("the high end is inside", 20, true)]
    [InlineData("between them too", 15, true)]
    [InlineData("just below is outside", 9.99999999, false)]
    [InlineData("just above is outside", 20.00000001, false)]
    public void Both_ends_are_included(string row, decimal mark, bool inside) => Assert.True(inside == new PriceBand(10, 20).Contains(mark), row);

    [Fact]
    public void Everything_holds_every_mark_and_nothing_holds_none()
    {
        foreach (var mark in new[] { 0.0000000000001m, 0.5m, 1, 1e10m, decimal.MaxValue })
        {
            Assert.True(PriceBand.Everything.Contains(mark));
            Assert.False(PriceBand.Nothing.Contains(mark));
        }

        Assert.True(PriceBand.Nothing.IsEmpty);
        Assert.False(PriceBand.Everything.IsEmpty);
        Assert.False(new PriceBand(5, 5).IsEmpty);
    }

    [Theory]
    [InlineData("overlapping bands meet in the middle", 10, 20, 15, 30, 15, 20)]
    [InlineData("the inner band wins", 10, 20, 12, 13, 12, 13)]
    [InlineData("touching bands share one mark", 10, 20, 20, 30, 20, 20)]
    [InlineData("bands apart share nothing", 10, 20, 21, 30, 1, 0)]
    [InlineData("nothing stays nothing", 1, 0, 0, 30, 1, 0)]
    public void Intersections(string row, decimal low1, decimal high1, decimal low2, decimal high2, decimal low, decimal high)
    {
        var (one, other) = (new PriceBand(low1, high1), new PriceBand(low2, high2));
        Assert.True(new PriceBand(low, high) == one.Intersect(other), row);
        Assert.True(one.Intersect(other) == other.Intersect(one), row);
    }

    [Theory]
    [InlineData("a band covers itself", 10, 20, true)]
    [InlineData("and what lies inside", 11, 19, true)]
    [InlineData("and nothing at all", 1, 0, true)]
    [InlineData("but not what reaches below", 9, 19, false)]
    [InlineData("or above", 11, 21, false)]
    public void Covers(string row, decimal low, decimal high, bool covers) => Assert.True(covers == new PriceBand(10, 20).Covers(new PriceBand(low, high)), row);

    [Fact]
    public void Only_nothing_is_covered_by_nothing()
    {
        Assert.True(PriceBand.Nothing.Covers(PriceBand.Nothing));
        Assert.False(PriceBand.Nothing.Covers(new PriceBand(1, 1)));
        Assert.True(PriceBand.Everything.Covers(new PriceBand(0, decimal.MaxValue)));
    }
}
