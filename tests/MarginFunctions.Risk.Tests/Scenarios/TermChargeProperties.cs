using FsCheck.Fluent;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>Identities of the charges for term structures and of tiers, on random books.</summary>
public sealed class TermChargeProperties
{
    private static readonly RateMove[] Curves = [new("parallel", [new(0, 0.05m)]), new("twist", [new(0, 0.03m), new(200, -0.03m)])];

    [Fact]
    public void A_twist_charges_what_it_loses_beyond_the_worse_parallel_move() => Always.Holds(Gen.Choose(-1_000, 1_000).ListOf(), gains =>
    {
        // The definition, boundary by boundary.
        var total = gains.Sum();
        var worst = Enumerable.Range(0, gains.Count + 1).Max(b => Math.Abs(gains.Take(b).Sum() - gains.Skip(b).Sum())) - Math.Abs(total);
        var sums = default(TwistSums);
        foreach (var gain in gains)
        {
            sums.Add(gain);
        }

        Assert.Equal(worst, VolatilityTermCharge.Amount(sums.Gain, sums.Loss));
    });

    [Fact]
    public void Charges_of_a_book_and_of_its_opposite_are_the_same() => Always.HoldsForSeeds(seed =>
    {
        var book = Book(seed);
        var opposite = Models.Pool(book.Parameters, [.. book.Positions.Select(p => (p.Symbol, -p.Quantity))]);
        Assert.Equal(Amounts(book, 0.3m, 1), Of(Models.Assess(opposite, book.Marks, Model(book, 0.3m, 1))));
    });

    [Fact]
    public void A_greater_move_never_charges_less() => Always.HoldsForSeeds(seed =>
    {
        var book = Book(seed);
        var (one, two) = (Amounts(book, 0.02m, 1), Amounts(book, 0.04m, 1.5m));
        Assert.All(one.Keys, name => Assert.True(two[name] >= one[name], name));
        if (one.TryGetValue("interest", out var interest))
        {
            Assert.Equal(1.5 * interest, two["interest"], 1e-9 * interest);
        }

        // 2 % and 4 % take no volatility further than itself: (30/1)^0.3·4 % is 11 %.
        if (one.TryGetValue("volatility between expiries", out var twist))
        {
            Assert.Equal(2 * twist, two["volatility between expiries"], 1e-9 * twist + 1e-9);
        }
    });

    [Fact]
    public void Parts_add_up_to_their_charge() => Always.HoldsForSeeds(seed =>
    {
        var book = Book(seed);
        foreach (var underlying in Models.Assess(book.Pool, book.Marks, Model(book, 0.3m, 1)).Underlyings)
        {
            foreach (var charge in underlying.Charges)
            {
                var scale = charge.Parts!.Sum(p => Math.Abs(p.Loss));
                Assert.NotNull(charge.Move);
                Assert.Equal(charge.Amount, charge.Parts!.Sum(p => p.Loss), 1e-12 * scale + 1e-9);
            }
        }
    });

    [Fact]
    public void Tiers_are_continuous_never_fall_and_never_bend_down() => Always.Holds(Always.Decimals(0, 2_000, 3), cost =>
    {
        var charge = new LiquidityCharge(0, 0, isFloor: true, Models.Once, [new(0, 0.5m), new(100, 1), new(1_000, 7)]);
        double At(double c) => charge.Amount(c);
        var at = (double)cost;
        Assert.True(At(at + 1) > At(at));
        Assert.InRange(At(at + 1e-6) - At(at), 0, 7.1e-6);
        Assert.True(At(at) + At(at + 20) >= 2 * At(at + 10) - 1e-9);
        Assert.True(At(at + 5) >= At(at) + 5 * charge.MultipleAt(at) - 1e-9);
    });

    private static ScenarioBook Book(int seed) => new(seed, seed % 40);

    private static PortfolioMarginModel Model(ScenarioBook book, decimal move, decimal rates) => book.With(
        book.Model.Scenarios,
        LossCombination.Separate,
        PortfolioCharges.None with { VolatilityTerm = new(move, Models.Once), Interest = new([.. Curves.Select(c => new RateMove(c.Name, [.. c.Points.Select(p => new RatePoint(p.Days, rates * p.Rate))]))], Models.Once) },
        Models.Once);

    private static Dictionary<string, double> Amounts(ScenarioBook book, decimal move, decimal rates) =>
        Of(Models.Assess(Models.Pool(book.Parameters, book.Positions), book.Marks, Model(book, move, rates)));

    private static Dictionary<string, double> Of(PortfolioRequirement requirement) =>
        requirement.Underlyings.SelectMany(u => u.Charges).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Sum(c => c.Amount));
}
