using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Support;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>Charges for volatilities and rates that twist, and tiers of the cost of closing, with nothing else in the requirement: the one scenario moves nothing.</summary>
public sealed class TermChargeTests
{
    // Vegas at 50,000 and 60 %, by hand: √T·50,000·n(0.3·√T) is 5,697.55, 11,269.36 and 17,427.35 a coin; at 10 % of the volatility, times (30/days)^0.13 beyond 30 days:
    private const decimal Front = 341.8528626599945m; // ·0.06
    private const decimal Middle = 564.6541622662668m; // ·0.06·0.83509
    private const decimal Back = 775.1443201176870m; // ·0.06·0.74131

    private static readonly RiskParameters Market = Models.Parameters(
        [
            Given.Linear("PERP", Given.FivePercent, "BTC-USD"), Given.Inverse("COIN", Given.FivePercent, "BTC-USD"),
            Models.Future("F30", Models.Now.AddDays(30)), Models.Future("F120", Models.Now.AddDays(120)), Models.Future("F0", Models.Now),
        ],
        [
            .. new[] { -1, 30, 120, 300 }.Select(d => Models.Option($"C{d}", 50_000, OptionType.Call, Models.Now.AddDays(d))),
            Models.Option("P30", 50_000, OptionType.Put, Models.Now.AddDays(30)),
            Models.Option("ETH", 50_000, OptionType.Call, Models.Now.AddDays(120), "ETH-USD"),
        ]);

    private static readonly MarkSet Marks = Models.Marks(
        Market, [.. Market.Instruments.Select(i => (i.Symbol, 50_000m)), ("BTC-USD", 50_000), ("ETH-USD", 50_000), ("BTC-VOL", 0.6m)]);

    private static readonly PortfolioCharges Term = PortfolioCharges.None with { VolatilityTerm = new(0.1m, Models.Once) };

    private static readonly PortfolioCharges Rates = Interest([new(0, 0.05m)]);

    private static readonly PortfolioCharges Twist = Interest([new(0, 0.03m), new(90, -0.03m)]);

    private static readonly PortfolioCharges Tiers = PortfolioCharges.None with { Liquidity = new(0.01m, 0.02m, isFloor: true, Models.Once, [new(0, 1), new(10_000, 2), new(70_000, 4)]) };

    public static TheoryData<string, PortfolioCharges, (string, decimal)[], decimal> Amounts { get; } = new()
    {
        { "no position has no twist", Term, [], 0 },
        { "one expiry moves in parallel", Term, [("C30", -10), ("P30", 3)], 0 },
        { "expiries that all lose lose no more in a twist", Term, [("C30", -10), ("C120", -4), ("C300", -1)], 0 },
        { "front sold against back bought loses what the smaller side gains, twice", Term, [("C30", -10), ("C120", 5)], 2 * 5 * Middle }, // 3,418.53 against 2,823.27
        { "the opposite book loses the same", Term, [("C30", 10), ("C120", -5)], 2 * 5 * Middle },
        { "where the front is the smaller side it is the front's", Term, [("C30", -2), ("C120", 5)], 2 * 2 * Front },
        { "a belly that outweighs both wings loses the larger wing in a twist", Term, [("C30", 1), ("C120", -3), ("C300", 1)], 2 * Back }, // 341.85 in front and 775.14 behind gain against the rest: a twist bends once
        { "a belly that both wings outweigh loses the front and the belly at most", Term, [("C30", 1), ("C120", -2), ("C300", 3)], 2 * (2 * Middle - Front) }, // 787.46 down to the belly, 341.85 for the front
        { "no volatility moves by more than itself", Term with { VolatilityTerm = new(5, Models.Once) }, [("C30", -2), ("C120", 5)], 2 * 2 * 3_418.5286265999453m }, // ·0.6
        { "an option that has expired has no volatility", Term, [("C-1", 10), ("C120", -5)], 0 },
        { "perpetuals and futures have none either", Term, [("PERP", 3), ("F30", -4), ("C120", -5), ("F120", 2)], 0 },
        { "underlyings do not net", Term, [("C30", -10), ("ETH", 5)], 0 },
        { "no position has no rate", Rates, [], 0 },
        { "a perpetual has no time for a rate", Rates, [("PERP", 10)], 0 },
        { "nor has a future at its end", Rates, [("F0", 10)], 0 },
        { "a future moves by its rate and time", Rates, [("F30", 1)], 205.4794520548m }, // 50,000·0.05·30/365
        { "a sold one as much", Rates, [("F30", -1)], 205.4794520548m },
        { "expiries net", Rates, [("F30", 2), ("F120", -1)], 410.9589041096m }, // 50,000·0.05·(60 − 120)/365
        { "an inverse perpetual has none either", Rates, [("COIN", 100), ("F30", 1)], 205.4794520548m },
        { "a call and a sold put hedge a future's rate", Rates, [("C30", 1), ("P30", -1), ("F30", -1)], 0 },
        { "a rate between two points is between theirs", Twist, [("F30", 1)], 41.0958904110m }, // 50,000·0.01·30/365
        { "beyond the last it is the last's", Twist, [("F120", 1)], 493.1506849315m }, // 50,000·0.03·120/365
        { "front against back adds up in a twist", Twist, [("F30", 1), ("F120", -1)], 534.2465753425m },
        { "of two moves the worse counts", Rates with { Interest = new([.. Rates.Interest!.Moves, .. Twist.Interest!.Moves.Select(m => new RateMove("twist", m.Points))], Models.Once) }, [("F30", 2), ("F120", -1)], 575.3424657534m }, // 2·41.10 + 493.15, against 410.96
        { "in the first tier a cost counts once", Tiers, [("PERP", 20)], 10_000 }, // 1,000,000·1 %
        { "what exceeds it counts twice, as OKX's example has it", Tiers, [("PERP", 60)], 50_000 }, // 30,000: 10,000 + 20,000·2
        { "long and short, futures and options are one cost", Tiers, [("PERP", -30), ("C30", 15)], 50_000 }, // 15,000 + 15,000
        { "the last tier has no end", Tiers, [("PERP", 200)], 250_000 }, // 100,000: 10,000 + 60,000·2 + 30,000·4
        { "tiers are of each underlying", Tiers, [("PERP", 20), ("ETH", 10)], 20_000 },
        { "a tier may be added as well", PortfolioCharges.None with { Liquidity = new(0.01m, 0, isFloor: false, new MarginFactors(1.5m, 1), Tiers.Liquidity!.Tiers) }, [("PERP", 60)], 50_000 },
    };

    [Theory]
    [MemberData(nameof(Amounts), DisableDiscoveryEnumeration = true)]
    public void A_charge_is_its_sum(string sentence, PortfolioCharges charges, (string, decimal)[] positions, decimal expected)
    {
        var requirement = Assess(charges, positions);

        Assert.True(Math.Abs(requirement.Maintenance - expected) <= 1e-8m, $"{sentence}: {requirement.Maintenance}");
        Assert.Equal((charges.Liquidity?.Factors.Initial ?? 1) * requirement.Maintenance, requirement.Initial);
    }

    [Fact]
    public void Volatility_in_points_moves_by_as_many_whatever_it_is()
    {
        var points = new VolatilityRange(0, 0, VolatilityUnit.Points, 0.3m, 0.13m, 1, 0);

        // 5 points instead of the 6 that are 10 % of 60: 5,647.54·5/6, rounded up.
        Assert.Equal(4_705.45135222m, Assess(Term with { VolatilityTerm = new(0.05m, Models.Once) }, [("C30", -10), ("C120", 5)], points).Maintenance);

        // Never by more than itself: 2·2·5,697.55·0.6.
        Assert.Equal(13_674.11450640m, Assess(Term with { VolatilityTerm = new(2, Models.Once) }, [("C30", -2), ("C120", 5)], points).Maintenance);
    }

    public static TheoryData<string, PortfolioCharges, (string, decimal)[], string, string[]> Moves { get; } = new()
    {
        { "of a book that loses to rising volatility the back that gains is turned", Term, [("C30", -10), ("C120", 5)], "up until 2026-12-25T08:00:00Z, down beyond", ["C120"] },
        { "of one that gains the back that loses", Term, [("C30", 10), ("C120", -5)], "down until 2026-12-25T08:00:00Z, up beyond", ["C120"] },
        { "of one whose front is the smaller side the front", Term, [("C30", -2), ("C120", 5), ("F30", 1)], "up until 2026-12-25T08:00:00Z, down beyond", ["C30"] },
        { "the front may be several expiries", Term, [("C30", 1), ("C120", -2), ("C300", 3)], "up until 2027-03-25T08:00:00Z, down beyond", ["C30", "C120"] },
        { "a long future loses to falling rates", Rates, [("F30", 1), ("PERP", 1)], "rates, reversed", ["F30"] },
        { "a short one to rising rates", Rates, [("F30", -1), ("F120", -1)], "rates", ["F30", "F120"] },
    };

    [Theory]
    [MemberData(nameof(Moves), DisableDiscoveryEnumeration = true)]
    public void Evidence_names_the_move_and_who_loses_in_it(string sentence, PortfolioCharges charges, (string, decimal)[] positions, string move, string[] names)
    {
        var charge = Assert.Single(Assess(charges, positions).Underlyings[0].Charges);
        Assert.True(charge.Move == move, $"{sentence}: {charge.Move}");
        Assert.Equal(names, charge.Parts!.Select(p => p.Name));
    }

    [Fact]
    public void Assessing_every_charge_allocates_nothing()
    {
        var model = Models.Of(charges: Term with { Interest = Twist.Interest, Liquidity = Tiers.Liquidity, Basis = new(0.1m, 0.01m, Models.Once) });
        var pool = Models.Pool(Market, [("C30", -10), ("C120", 5), ("ETH", 1), ("F30", 2), ("PERP", 60)]);
        Span<long> allocated = stackalloc long[3];
        for (var round = 0; round < allocated.Length; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                PortfolioMargin.TryAssess(pool, Marks, model, out decimal _, out _, out _);
            }

            allocated[round] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated[^1]);
    }

    private static PortfolioRequirement Assess(PortfolioCharges charges, (string, decimal)[] positions, VolatilityRange? volatility = null) =>
        Models.Assess(Models.Pool(Market, positions), Marks, Models.Of([new("nothing", 0, isAbsolute: false, 0)], charges: charges, volatility: volatility));

    private static PortfolioCharges Interest(IReadOnlyList<RatePoint> points) => PortfolioCharges.None with { Interest = new([new RateMove("rates", points)], Models.Once) };
}
