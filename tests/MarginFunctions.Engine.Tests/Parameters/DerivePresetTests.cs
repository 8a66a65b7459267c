using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Parameters;

/// <summary>
/// Numbers of the test cases of Derive's PMRM_2 (github.com/derivexyz/v2-core at 7736900, 2026-01-21, <c>test/risk-managers/unit-tests/PMRM_2/portfolio_cases</c>, cases 12, 13 and 29).
/// </summary>
/// <remarks>
/// Derive discounts an option's mark by <c>D = 0.9962264490688729</c> and takes a short one's scenario value without it, so each of its losses has the part <c>(1 − D)·V</c> on top, 4.493969 a call, which here is added
/// before comparing. Its charges are of the index, ours of the forward or the mark.
/// </remarks>
public sealed class DerivePresetTests
{
    private const double Discounting = 4.493969118840595911; // its loss in the scenario that moves nothing, less the mark's
    private const decimal Forward = 95_776.67392708939m;

    private static readonly DateTimeOffset Expiry = DateTimeOffset.FromUnixTimeSeconds(1740729600);
    private static readonly DateTimeOffset At = Expiry.AddSeconds(-794852);
    private static readonly PortfolioMarginModel Model = PortfolioMarginPresets.Load("derive-like");

    // By scenario, profits: 23 regular ones, then six of the tail after their weights.
    private static readonly double[] NakedCall =
    [
        -12939.312020443321671337, -7569.803983748365681095, -7978.264376240463207068, -9430.612502045187284239, -3595.6723399578477256, -4456.996722228999715298, -6342.011084605444011686,
        -605.237460255091264116, -1731.931878096357877439, -3778.999279198985277617, 819.13948053678427641, -4.493969118840595911, -1808.933552745496172065, 1154.179248187170287565,
        829.214342707597779736, -433.880970935762206864, 1185.468292469456628169, 1113.63054163333276847, 418.408722488071930456, 1186.411211258293633364, 1177.181792410209482114,
        875.932366665499785086, 1082.697694190962693028,
        64.71374015229629606, 129.384515024796002081, -3058.966961715574143454, -3253.209461815327358636, -3350.584857812569680391, -3383.043325666785221983,
    ];

    private static readonly double[] CoveredCalls =
    [
        -8662.47927918228742783, -2227.499396218458059593, -3044.420181202653111541, -5949.116432812101265881, 1416.727700936497058137, -305.92106360580692126, -4075.949788358695514034,
        3093.561269915899174521, 840.172434233365947875, -3253.96236797188885248, 1638.27896107356855282, -8.987938237681191822, -3617.86710549099234413, -1995.677694051755679538,
        -2645.607505010900695197, -5171.798132297621123143, -6237.135795913264701085, -6380.81129758551287523, -7771.254935876034323883, -10539.286148761686490616, -10557.744986457853883621,
        -11160.243837947273277678, -15050.749373322430983535,
        -3313.801472036280301836, -3184.459922291281600337, -2674.704971090275194001, -3063.189971289781624364, -3257.940763284266722621, -3322.857698992697351059,
    ];

    [Fact]
    public void A_naked_short_call_loses_what_is_published_in_every_scenario() => RequireScenarios(NakedCall, Short(1).Assess(Model), calls: 1);

    [Fact]
    public void A_coin_and_two_calls_sold_lose_what_is_published_in_every_scenario() =>
        RequireScenarios(CoveredCalls, Short(2).Coin("BTC", "BTC-USD", 1, 95_645.24867613538m).Assess(Model), calls: 2);

    [Fact]
    public void The_stress_of_each_expiry_is_published()
    {
        // −947.2098049301085 of discounted values.
        var stress = Short(1).Assess(Model).Underlyings[0].Charges.Single(c => c.Kind == ChargeKind.LossFloor);
        Assert.Equal(947.2098049301085, stress.Amount * 0.9962264490688729, 1e-5);
    }

    [Fact]
    public void Margin_of_the_naked_call_is_four_fifths_of_the_loss_and_three_thousandths()
    {
        // Published: MM −11,824.858703959073 = −0.8·12,939.312 − 286.9905 − 1,186.4186 of mark; the requirement is what stands before the mark.
        var requirement = Short(1).Assess(Model);
        var published = 11_824.858703959073 - 1_186.4185694587657 - 0.8 * Discounting + 0.003 * ((double)Forward - 95_663.50604855);
        Assert.Equal(published, (double)requirement.Maintenance, 1e-5);
        Assert.Equal("+18 %, volatility up", requirement.Underlyings[0].Scenario);
    }

    [Fact]
    public void A_perpetual_loses_its_range_and_a_contingency()
    {
        // Published: worst −558 of a perpetual at 3,100, contingency 1.5 % and 2 % of an index of 3,000.
        var requirement = new Venue(default).Future("ETH-PERP", "ETH-USD", SettlementKind.Linear, 1, 1, 3_100).Assess(Model);
        Assert.Equal(558, requirement.Underlyings[0].Loss, 1e-9);
        Assert.Equal(0.8m * 558 + 0.015m * 3_100, requirement.Maintenance, 6);
        Assert.Equal(558 + 0.02m * 3_100, requirement.Initial, 6);
    }

    private static Venue Short(int calls) => new Venue(At).Call("BTC-100000-C", "BTC-USD", 100_000, Expiry, -calls, Forward, 0.453803924321583m);

    private static void RequireScenarios(double[] profits, PortfolioRequirement requirement, int calls)
    {
        var losses = requirement.Underlyings.Single(u => u.Underlying == "BTC-USD").Losses;
        Assert.Equal(profits.Length, losses.Count);
        for (var j = 0; j < profits.Length; j++)
        {
            var discounting = (double)Model.Scenarios[j].Weight * Discounting * calls;
            Assert.True(Math.Abs(losses[j] + discounting + profits[j]) < 1e-5, $"{Model.Scenarios[j].Name}: {losses[j] + discounting}, published {-profits[j]}");
        }
    }
}
