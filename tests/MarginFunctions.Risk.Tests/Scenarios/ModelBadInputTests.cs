using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>What a model refuses, with what it says. Its numbers are decimals: none is NaN or infinite.</summary>
public sealed class ModelBadInputTests
{
    private static readonly MarginFactors Once = Models.Once;

    public static TheoryData<string, string, Action> Refusals { get; } = new()
    {
        { "a negative maintenance factor", "The maintenance factor is -1; it is at least 0 and at most 10.", () => _ = new MarginFactors(1, -1) },
        { "initial margin below maintenance margin", "The initial factor is 0.7; it is at least 0.8 and at most 10.", () => _ = new MarginFactors(0.7m, 0.8m) },
        { "a fall of everything", "Scenario crash: the price move is -1; it is at least -0.99 and at most 10.", () => _ = new MarginScenario("crash", -1, isAbsolute: true, 0) },
        { "eleven ranges", "Scenario crash: the price move is -11; it is at least -10 and at most 10.", () => _ = new MarginScenario("crash", -11, isAbsolute: false, 0) },
        { "eleven volatility ranges", "Scenario calm: the volatility move is 11; it is at least -10 and at most 10.", () => _ = new MarginScenario("calm", 0, isAbsolute: false, 11) },
        { "a day back", "Scenario back: days is -1; it is at least 0 and at most 30.", () => _ = new MarginScenario("back", 0, isAbsolute: false, 0, days: -1) },
        { "no weight", "Scenario none: the weight is 0; it is above 0 and at most 1.", () => _ = new MarginScenario("none", 0, isAbsolute: false, 0, weight: 0) },
        { "a dampener that adds", "Scenario odd: the dampener is -1; it is at least 0 and at most 1000000000000.", () => _ = new MarginScenario("odd", 0, isAbsolute: false, 0, dampener: -1) },
        { "a negative volatility range", "The volatility range down is -0.1; it is at least 0 and at most 10.", () => _ = new VolatilityRange(0, -0.1m, VolatilityUnit.Points, 0, 0, 1, 0) },
        { "a power that is too high", "The power for shorter expiries is 3; it is at least 0 and at most 2.", () => _ = new VolatilityRange(0, 0, VolatilityUnit.Points, 3, 0, 1, 0) },
        { "no floor of days", "The floor of days to expiry is 0; it is above 0 and at most 30.", () => _ = new VolatilityRange(0, 0, VolatilityUnit.Points, 0, 0, 0, 0) },
        { "a unit that is none", "The volatility unit is 7; it is relative or points.", () => _ = new VolatilityRange(0, 0, (VolatilityUnit)7, 0, 0, 1, 0) },
        { "more than the whole gain", "The gain offset is 1.1; it is at least 0 and at most 1.", () => _ = LossCombination.Joint(1.1m) },
        { "a basis charge below nothing", "The basis charge's annual rate is -0.1; it is at least 0 and at most 10.", () => _ = new BasisCharge(-0.1m, 0, Once) },
        { "a stress below nothing", "The expiry stress's constant is -1; it is at least 0 and at most 20.", () => _ = new ExpiryStress("up", "down", -1, 0) },
        { "a short option's rate above all", "The short option charge's rate is 1.1; it is at least 0 and at most 1.", () => _ = new ShortOptionCharge(1.1m, false, Once) },
        { "a negative threshold", "The concentration charge's threshold is -1; it is at least 0 and at most 1000000000000.", () => _ = new ConcentrationCharge(-1, 0, 0, Once) },
        { "a closing cost above all", "The liquidity charge's rate of options is 2; it is at least 0 and at most 1.", () => _ = new LiquidityCharge(0, 2, false, Once) },
        { "no tiers", "The liquidity charge has no tiers; it has at least one.", () => _ = new LiquidityCharge(0, 0, false, Once, []) },
        { "a first tier above nothing", "The liquidity charge's first tier starts at 1; it starts at 0.", () => _ = new LiquidityCharge(0, 0, false, Once, [new(1, 1)]) },
        { "a tier that counts for nothing", "The multiple of a liquidity tier is 0; it is above 0 and at most 100.", () => _ = new LiquidityTier(0, 0) },
        { "a tier beyond all", "The floor of a liquidity tier is 2000000000000; it is at least 0 and at most 1000000000000.", () => _ = new LiquidityTier(2_000_000_000_000, 1) },
        { "tiers out of order", "The liquidity charge's tier 2 starts at 10 with a multiple of 3 after 10 with 2; floors rise", () => _ = new LiquidityCharge(0, 0, false, Once, [new(0, 1), new(10, 2), new(10, 3)]) },
        { "a discount for size", "The liquidity charge's tier 1 starts at 10 with a multiple of 0.5 after 0 with 1; floors rise and multiples never fall.", () => _ = new LiquidityCharge(0, 0, false, Once, [new(0, 1), new(10, 0.5m)]) },
        { "a twist backwards", "The move of the volatility term structure is -0.1; it is at least 0 and at most 10.", () => _ = new VolatilityTermCharge(-0.1m, Once) },
        { "interest without moves", "There are 0 rate moves; an interest charge has 1 to 8.", () => _ = new InterestCharge([], Once) },
        { "a rate move twice", "Rate move a is given twice.", () => _ = new InterestCharge([new("a", [new(0, 0)]), new("a", [new(0, 0)])], Once) },
        { "a rate move without points", "Rate move a has 0 points; it has 1 to 16.", () => _ = new RateMove("a", []) },
        { "a rate above all", "The rate of a rate move is 1.1; it is at least -1 and at most 1.", () => _ = new RatePoint(0, 1.1m) },
        { "a rate in the past", "The day of a rate move is -1; it is at least 0 and at most 36500.", () => _ = new RatePoint(-1, 0) },
        { "days that do not rise", "Rate move a: days 30 come after 30; days rise.", () => _ = new RateMove("a", [new(30, 0), new(30, 0.1m)]) },
        { "a peg that holds", "The depeg of USDC is 0; it is above 0 and at most 1.", () => _ = new DepegCharge("USDC", 0, Once) },
        { "no scenarios", "There are 0 scenarios; a model has 1 to 128.", () => _ = Models.Of([]) },
        { "too many scenarios", "There are 129 scenarios; a model has 1 to 128.", () => _ = Models.Of([.. Enumerable.Range(0, 129).Select(n => new MarginScenario($"{n}", 0, isAbsolute: false, 0))]) },
        { "a scenario twice", "Scenario up is given twice.", () => _ = Models.Of([.. Models.UpAndDown, Models.UpAndDown[0]]) },
        { "a range of nothing", "The price range is 0; it is above 0 and at most 0.99.", () => _ = Models.Of(range: 0) },
        { "a range of everything for one", "The price range of BTC-USD is 1; it is above 0 and at most 0.99.", () => _ = Models.Of().With(new Dictionary<string, decimal> { ["BTC-USD"] = 1 }) },
        { "netting at a price that never falls", "Collateral is netted while coin is valued at today's price", () => _ = Models.Of(coin: CoinValuation.CurrentPrice, collateral: CollateralTreatment.Netted) },
        { "a stablecoin twice", "The depeg of USDC is given twice.", () => _ = Models.Of(charges: PortfolioCharges.None with { Depegs = [new("USDC", 0.1m, Once), new("USDC", 0.2m, Once)] }) },
        { "a stress by a scenario that is not there", "The expiry stress names scenario far, which the model does not have.", () => _ = Models.Of(charges: PortfolioCharges.None with { ExpiryStress = new("far", "1/4 0", 1, 1) }) },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_by_name_and_value(string rule, string message, Action attempt)
    {
        var error = Assert.ThrowsAny<ArgumentException>(attempt);
        Assert.True(error.Message.StartsWith(message, StringComparison.Ordinal), $"{rule}: {error.Message}");
    }
}
