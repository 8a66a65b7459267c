using System.Text.Json.Nodes;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Tests.Parameters;

public sealed class PortfolioMarginReaderTests
{
    private const string Model = """
        { "name": "m", "factors": { "initial": "1.2", "maintenance": "1" }, "priceRange": "0.15",
          "volatility": { "up": "0.5", "down": "0.25", "unit": "relative", "shortPower": "0.3", "longPower": "0.13", "dayFloor": "1", "upFloor": "0" },
          "coin": "scenarioPrice", "collateral": "netted",
          "scenarios": [ { "name": "up", "range": "1", "volatility": "1" }, { "name": "down", "range": "-1", "volatility": "1" } ],
          "charges": { "basis": { "annualRate": "0.1", "floorRate": "0.01" },
            "liquidity": { "futuresRate": "0.001", "optionsRate": "0.002", "tiers": [ { "floor": "0", "multiple": "1" }, { "floor": "100", "multiple": "2" } ] },
            "volatilityTermStructure": { "move": "0.1", "factors": { "initial": "2", "maintenance": "1" } },
            "interest": { "moves": [ { "name": "all", "points": [ { "days": "0", "rate": "0.05" } ] }, { "name": "near", "points": [ { "days": "0", "rate": "0.03" }, { "days": "365", "rate": "-0.03" } ] } ] },
            "depegs": [ { "asset": "USDC", "move": "0.02" } ] } }
        """;

    public static TheoryData<string, string, string, string, string> Broken { get; } = new()
    {
        { "a model has a name", "name", "\"\"", "portfolioMargin.name", "must be a non-empty string" },
        { "initial margin is not below maintenance margin", "factors/initial", "\"0.9\"", "portfolioMargin.factors.initial", "The initial factor is 0.9; it is at least 1 and at most 10." },
        { "a range is below everything", "priceRange", "\"1\"", "portfolioMargin.priceRange", "The price range is 1; it is above 0 and at most 0.99." },
        { "so is one underlying's", "priceRanges", "{\"BTC-USD\":\"0\"}", "portfolioMargin.priceRanges", "The price range of BTC-USD is 0; it is above 0 and at most 0.99." },
        { "a volatility range is not negative", "volatility/up", "\"-0.5\"", "portfolioMargin.volatility.up", "The volatility range up is -0.5; it is at least 0 and at most 10." },
        { "days have a floor", "volatility/dayFloor", "\"0\"", "portfolioMargin.volatility.dayFloor", "The floor of days to expiry is 0; it is above 0 and at most 30." },
        { "a unit is one of two", "volatility/unit", "\"vols\"", "portfolioMargin.volatility.unit", "must be one of \"relative\", \"points\"" },
        { "coin has one of two prices", "coin", "\"spot\"", "portfolioMargin.coin", "must be one of \"scenarioPrice\", \"currentPrice\"" },
        { "coin at today's price nets nothing", "coin", "\"currentPrice\"", "portfolioMargin.collateral", "Collateral is netted while coin is valued at today's price" },
        { "a gain is offset in part", "jointGainOffset", "\"1.5\"", "portfolioMargin.jointGainOffset", "The gain offset is 1.5; it is at least 0 and at most 1." },
        { "a model has scenarios", "scenarios", "[]", "portfolioMargin.scenarios", "There are 0 scenarios; a model has 1 to 128." },
        { "a scenario is named once", "scenarios/1/name", "\"up\"", "portfolioMargin.scenarios", "Scenario up is given twice." },
        { "a scenario has a move", "scenarios/0/range", null!, "portfolioMargin.scenarios[0].range", "is required" },
        { "a scenario's multiple is in range", "scenarios/0/range", "\"11\"", "portfolioMargin.scenarios[0].range", "Scenario up: the price move is 11; it is at least -10 and at most 10." },
        { "a scenario has one move", "scenarios/0/move", "\"0.5\"", "portfolioMargin.scenarios[0].range", "is not a known field" },
        { "a weight is a part", "scenarios/0/weight", "\"1.5\"", "portfolioMargin.scenarios[0].weight", "Scenario up: the weight is 1.5; it is above 0 and at most 1." },
        { "a dampener is not negative", "scenarios/0/dampener", "\"-1\"", "portfolioMargin.scenarios[0].dampener", "Scenario up: the dampener is -1; it is at least 0" },
        { "a rate is a fraction", "charges/basis/floorRate", "\"2\"", "portfolioMargin.charges.basis.floorRate", "The basis charge's floor rate is 2; it is at least 0 and at most 1." },
        { "the first tier starts at nothing", "charges/liquidity/tiers/0/floor", "\"5\"", "portfolioMargin.charges.liquidity.tiers", "The liquidity charge's first tier starts at 5; it starts at 0." },
        { "a tier has a multiple", "charges/liquidity/tiers/1/multiple", null!, "portfolioMargin.charges.liquidity.tiers[1].multiple", "is required" },
        { "multiples never fall", "charges/liquidity/tiers/1/multiple", "\"0.5\"", "portfolioMargin.charges.liquidity.tiers", "The liquidity charge's tier 1 starts at 100 with a multiple of 0.5 after 0 with 1; floors rise and multiples never fall." },
        { "a multiple counts", "charges/liquidity/tiers/0/multiple", "\"0\"", "portfolioMargin.charges.liquidity.tiers[0].multiple", "The multiple of a liquidity tier is 0; it is above 0 and at most 100." },
        { "tiers that are given are some", "charges/liquidity/tiers", "[]", "portfolioMargin.charges.liquidity.tiers", "The liquidity charge has no tiers; it has at least one." },
        { "a twist is not negative", "charges/volatilityTermStructure/move", "\"-1\"", "portfolioMargin.charges.volatilityTermStructure.move", "The move of the volatility term structure is -1; it is at least 0 and at most 10." },
        { "a twist has a move", "charges/volatilityTermStructure/move", null!, "portfolioMargin.charges.volatilityTermStructure.move", "is required" },
        { "interest has moves", "charges/interest/moves", "[]", "portfolioMargin.charges.interest.moves", "There are 0 rate moves; an interest charge has 1 to 8." },
        { "a rate move is named once", "charges/interest/moves/1/name", "\"all\"", "portfolioMargin.charges.interest.moves", "Rate move all is given twice." },
        { "a rate moves by a fraction", "charges/interest/moves/0/points/0/rate", "\"1.5\"", "portfolioMargin.charges.interest.moves[0].points[0].rate", "The rate of a rate move is 1.5; it is at least -1 and at most 1." },
        { "days rise", "charges/interest/moves/1/points/1/days", "\"0\"", "portfolioMargin.charges.interest.moves[1].points", "Rate move near: days 0 come after 0; days rise." },
        { "a point has a rate", "charges/interest/moves/0/points/0/rate", null!, "portfolioMargin.charges.interest.moves[0].points[0].rate", "is required" },
        { "a peg is lost in part", "charges/depegs/0/move", "\"0\"", "portfolioMargin.charges.depegs[0].move", "The depeg of USDC is 0; it is above 0 and at most 1." },
        { "a charge is known", "charges/funding", "{}", "portfolioMargin.charges.funding", "is not a known field" },
        { "an expiry's stress names scenarios", "charges/expiryStress", """{ "up": "up", "down": "out", "constant": "1", "annual": "0" }""", "portfolioMargin.charges", "The expiry stress names scenario out, which the model does not have." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_its_path(string sentence, string place, string? json, string field, string reason)
    {
        var model = JsonNode.Parse(Model)!;
        Put(model, place.Split('/'), json);

        var problems = Read(model, out var parsed);

        Assert.Null(parsed);
        Assert.True(problems.Any(p => p.Field == field && p.Reason.StartsWith(reason, StringComparison.Ordinal)), $"{sentence}: {string.Join("; ", problems)}");
    }

    [Fact]
    public void A_model_is_read_whole()
    {
        Assert.Empty(Read(JsonNode.Parse(Model)!, out var model));

        Assert.Equal(("m", 0.15m, CoinValuation.ScenarioPrice, CollateralTreatment.Netted, 2), (model!.Name, model.PriceRange, model.Coin, model.Collateral, model.Scenarios.Count));
        Assert.Equal(model.Factors, model.Charges.Basis!.Factors);
        Assert.Equal([new LiquidityTier(0, 1), new LiquidityTier(100, 2)], model.Charges.Liquidity!.Tiers);
        Assert.Equal((0.1m, new MarginFactors(2, 1)), (model.Charges.VolatilityTerm!.Move, model.Charges.VolatilityTerm.Factors));
        Assert.Equal(["all", "near"], model.Charges.Interest!.Moves.Select(m => m.Name));
        Assert.Equal([new RatePoint(0, 0.03m), new RatePoint(365, -0.03m)], model.Charges.Interest.Moves[1].Points);
        Assert.False(model.Combination.IsJoint);
    }

    [Fact]
    public void A_preset_is_read_by_name_with_ranges_of_ones_own()
    {
        Assert.Empty(Read(JsonNode.Parse("""{ "preset": "okx-like", "priceRanges": { "LTC-USD": "0.18" } }""")!, out var model));

        Assert.Equal((0.12m, 0.18m), (model!.RangeOf("BTC-USD"), model.RangeOf("LTC-USD")));
    }

    [Fact]
    public void An_unknown_preset_is_answered_with_those_there_are()
    {
        var problem = Assert.Single(Read(JsonNode.Parse("""{ "preset": "cme" }""")!, out _));

        Assert.Equal(("portfolioMargin.preset", "must be one of \"deribit-cross-like\", \"deribit-like\", \"derive-like\", \"okx-like\", \"span\""), (problem.Field, problem.Reason));
    }

    [Fact]
    public void Every_preset_is_a_model_of_its_own_name() =>
        Assert.All(PortfolioMarginPresets.Names, name => Assert.Equal(name, PortfolioMarginPresets.Load(name).Name));

    private static IReadOnlyList<Problem> Read(JsonNode model, out PortfolioMarginModel? read)
    {
        var document = JsonNode.Parse(RiskParametersFile.SampleDocument())!;
        document["portfolioMargin"] = model;
        var problems = StrictDocument.Read(Given.Utf8(document.ToJsonString()), RiskParametersReader.Read, out var parameters);
        read = parameters?.PortfolioMargin;
        return problems;
    }

    private static void Put(JsonNode node, ReadOnlySpan<string> path, string? json)
    {
        var isIndex = int.TryParse(path[0], out var index);
        if (path.Length > 1)
        {
            Put((isIndex ? node[index] : node[path[0]])!, path[1..], json);
        }
        else if (json is null)
        {
            node.AsObject().Remove(path[0]);
        }
        else
        {
            node.AsObject()[path[0]] = JsonNode.Parse(json);
        }
    }
}
