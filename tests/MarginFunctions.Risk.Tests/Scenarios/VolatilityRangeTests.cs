using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Tests.Scenarios;

public sealed class VolatilityRangeTests
{
    private static readonly VolatilityRange Relative = new(0.5m, 0.275m, VolatilityUnit.Relative, 0.3m, 0.13m, 1, 0.45m);
    private static readonly VolatilityRange Points = new(0.2m, 0.5m, VolatilityUnit.Points, 0, 0, 1, 0);

    public static TheoryData<string, double, double, double, double> Moves { get; } = new()
    {
        { "nothing moves nothing", 0.6, 30, 0, 0.6 },
        { "up by half at 30 days", 0.6, 30, 1, 0.9 },
        { "down by 27.5 % at 30 days", 0.6, 30, -1, 0.435 },
        { "half of the range", 0.6, 30, 0.5, 0.75 },
        { "the volatility's own floor after a move up", 0.2, 30, 1, 0.45 },
        { "no floor after a move down", 0.2, 30, -1, 0.145 },
        { "beyond nothing it stays at nothing", 0.6, 30, -4, 0 },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_volatility_moves_by_its_range(string sentence, double volatility, double days, double multiple, double expected) =>
        Assert.True(Math.Abs(Relative.Move(volatility, Relative.Scale(days / 365), multiple) - expected) < 1e-15, sentence);

    [Theory]
    [InlineData("at 30 days", 30, 1)]
    [InlineData("a week", 7, 1.5474)] // (30/7)^0.3
    [InlineData("a day", 1, 2.7741)] // 30^0.3
    [InlineData("an hour counts as a day", 1 / 24.0, 2.7741)]
    [InlineData("at expiry too", 0, 2.7741)]
    [InlineData("a year", 365, 0.7226)] // (30/365)^0.13
    public void A_range_grows_towards_expiry(string sentence, double days, double expected) => Assert.True(Math.Abs(Relative.Scale(days / 365) - expected) < 1e-4, $"{sentence}: {Relative.Scale(days / 365)}");

    [Theory]
    [InlineData("Derive's published multiplier at 794,852 seconds", 794_852, 1.712811375927374)]
    [InlineData("and at 18,938,852", 18_938_852, 1.3860882452894718)]
    public void A_move_up_is_as_published(string sentence, double seconds, double expected) =>
        Assert.True(Math.Abs(Relative.Move(1, Relative.Scale(seconds / (365 * 86_400)), 1) - expected) < 1e-13, sentence);

    [Fact]
    public void Points_are_added_and_never_go_below_nothing()
    {
        Assert.Equal(0.8, Points.Move(0.6, 1, 1), 15);
        Assert.Equal(0.1, Points.Move(0.6, 1, -1), 15);
        Assert.Equal(0, Points.Move(0.4, 1, -1));
    }
}
