using System.Text.Json.Nodes;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Parameters;

public sealed class RiskParametersReaderTests
{
    public static TheoryData<string, string, string, string, string?, string> Broken { get; } = new()
    {
        { "a version is a name", "version", "\"a b\"", "version", "\"a b\"", "must be 1 to 64 of" },
        { "a currency is text", "accountCurrency", "5", "accountCurrency", "5", "must be a non-empty string" },
        { "a shard count is a power of two", "shardCount", "48", "shardCount", "48", "must be a power of two" },
        { "a shard count is at most 1024", "shardCount", "2048", "shardCount", "2048", "whole number from 1 to 1024" },
        { "a price age is a span of time", "maximumPriceAge", "60", "maximumPriceAge", "60", "must be a time span" },
        { "a price age is positive", "maximumPriceAge", "\"00:00:00\"", "maximumPriceAge", "\"00:00:00\"", "must be positive" },
        { "an unknown field is named", "leverage", "10", "leverage", "10", "is not a known field" },

        { "levels are an object", "levels", "[]", "levels", "[]", "must be" },
        { "liquidation is positive", "levels/liquidation", "\"0\"", "levels.liquidation", "\"0\"", "must be above 0 and at most 10" },
        { "a call stands above liquidation", "levels/call", "\"1.0\"", "levels.call", "\"1.0\"", "must be above liquidation" },
        { "a hysteresis is not negative", "levels/hysteresis", "\"-0.01\"", "levels.hysteresis", "\"-0.01\"", "must not be negative" },
        { "a warning stands above a call's release", "levels/warning", "\"1.24\"", "levels.warning", "\"1.24\"", "must be at least call plus hysteresis (1.25)" },
        { "levels too large to be added are refused, not thrown on", "levels/call", "\"7e28\"", "levels.call", "\"7e28\"", "must be above liquidation (1.0) and at most 100" },
        { "a deadline is positive", "levels/callDeadline", "\"00:00:00\"", "levels.callDeadline", "\"00:00:00\"", "must be positive" },
        { "a restore level is not below liquidation", "levels/restore", "\"0.99\"", "levels.restore", "\"0.99\"", "must lie between liquidation (1.0) and call plus hysteresis (1.25)" },
        { "a restore level is not above a call's release", "levels/restore", "\"1.26\"", "levels.restore", "\"1.26\"", "must lie between" },
        { "reminders are spans", "levels/reminders", "[5]", "levels.reminders[0]", "5", "must be a time span" },
        { "reminders are an array", "levels/reminders", "\"00:30:00\"", "levels.reminders", "\"00:30:00\"", "must be an array of at most 10 time spans" },
        { "a reminder comes before the deadline", "levels/reminders", "[\"00:00:00\"]", "levels.reminders", "[\"00:00:00\"]", "must each be positive and below callDeadline (01:00:00)" },
        { "a reminder comes after the call", "levels/reminders", "[\"01:00:00\"]", "levels.reminders", "[\"01:00:00\"]", "must each be positive and below callDeadline" },
        { "a change of a call is not negative", "levels/callChange", "\"-0.1\"", "levels.callChange", "\"-0.1\"", "must not be negative" },
        { "cover has an order", "cover/order", null!, "cover.order", null, "is required" },
        { "cover has a source", "cover/order", "[]", "cover.order", "[]", "must be an array of 1 to 2 strings" },
        { "cover is of known sources", "cover/order", "[\"house\"]", "cover.order", "[\"house\"]", "must be of \"reserve\" and \"loan\"" },
        { "a source is drawn once", "cover/order", "[\"loan\",\"loan\"]", "cover.order", "[\"loan\",\"loan\"]", "names loan twice" },
        { "a loan has a rate", "cover/interestRate", null!, "cover.interestRate", null, "is required where loans are drawn" },
        { "interest is not negative", "cover/interestRate", "\"-0.01\"", "cover.interestRate", "\"-0.01\"", "must not be negative nor above 10" },
        { "drawn cash counts in full", "collateral/0/haircuts/0/haircut", "\"0.01\"", "cover.order", "[", "needs the account currency (USDT) as collateral without haircut" },
        { "drawn cash is not capped", "collateral/0/venueCap", "\"1000\"", "cover.order", "[", "without haircut and venueCap" },
        { "a level is a number", "levels/warning", "\"high\"", "levels.warning", "\"high\"", "must be a decimal number" },

        { "tier tables are an object", "tierTables", "[]", "tierTables", "[]", "must be an object of names and arrays" },
        { "a table has a tier", "tierTables/major", "[]", "tierTables.major", null, "needs at least one tier" },
        { "a first floor is 0", "tierTables/major/0/floor", "\"1\"", "tierTables.major", null, "Tier 0 starts at 1; the first floor is 0." },
        { "floors rise", "tierTables/major/2/floor", "\"50000\"", "tierTables.major", null, "Tier 2 starts at 50000, not above" },
        { "a tier's field is a number", "tierTables/major/1/initial", "true", "tierTables.major[1].initial", "true", "must be a decimal number" },

        { "an asset's price is named once", "collateral/0/price", "\"USDT-USD\"", "collateral[0].price", "\"USDT-USD\"", "the account currency has no price" },
        { "other assets have a price", "collateral/1/price", null!, "collateral[1].price", null, "is required: only the account currency has no price" },
        { "haircuts are at most 1", "collateral/1/haircuts/0/haircut", "\"1.01\"", "collateral[1].haircuts", "[", "a haircut is a fraction from 0 to 1" },
        { "haircuts never fall", "collateral/1/haircuts/1/haircut", "\"0.001\"", "collateral[1].haircuts", "[", "haircuts never fall with size" },
        { "a cap is not negative", "collateral/1/venueCap", "\"-1\"", "collateral[1].venueCap", "\"-1\"", "a cap is not negative" },
        { "a haircut beyond reckoning is refused, not thrown on", "collateral/1/haircuts", """[{"floor":"0","haircut":"0.9999999999999999999999999999"}]""", "collateral[1].haircuts", "[", "leave so little" },
        { "an asset is named once", "collateral/1/asset", "\"BTC\"", "collateral[].asset", null, "names BTC twice" },

        { "instruments are required", "instruments", null!, "instruments", null, "is required" },
        { "there is at least one instrument", "instruments", "[]", "instruments", "[]", "must name at least one instrument" },
        { "a symbol is named once", "instruments/1/symbol", "\"BTC-PERP\"", "instruments[].symbol", null, "names BTC-PERP twice" },
        { "a symbol is no pool", "instruments/0/symbol", "\"cross\"", "instruments[0].symbol", "\"cross\"", "is the name of the cross pool" },
        { "a symbol has no slash", "instruments/0/symbol", "\"BTC/PERP\"", "instruments[0].symbol", "\"BTC/PERP\"", "must be 1 to 64 of" },
        { "a kind is one of two", "instruments/0/kind", "\"option\"", "instruments[0].kind", "\"option\"", "must be one of \"perpetual\", \"future\"" },
        { "a settlement is one of two", "instruments/0/settlement", "\"quanto\"", "instruments[0].settlement", "\"quanto\"", "must be one of \"linear\", \"inverse\"" },
        { "a linear contract settles in the account currency", "instruments/0/settlementAsset", "\"USDC\"", "instruments[0].settlementAsset", "\"USDC\"", "must be the account currency (USDT)" },
        { "an inverse contract settles in its coin", "instruments/7/settlementAsset", "\"USDT\"", "instruments[7].settlementAsset", "\"USDT\"", "must be the underlying coin" },
        { "a contract has a size", "instruments/0/contractSize", "\"0\"", "instruments[0].contractSize", "\"0\"", "must be positive and at most 100000" },
        { "a contract has a volatility", "instruments/0/volatility", "\"-1\"", "instruments[0].volatility", "\"-1\"", "must be positive and at most 100" },
        { "a perpetual has no expiry", "instruments/0/expiry", "\"2030-03-29T08:00:00Z\"", "instruments[0].expiry", "\"2030-03-29T08:00:00Z\"", "is for futures only" },
        { "a future has an expiry", "instruments/5/expiry", null!, "instruments[5].expiry", null, "is required for a future" },
        { "an expiry has an offset", "instruments/5/expiry", "\"2030-03-29T08:00:00\"", "instruments[5].expiry", "\"2030-03-29T08:00:00\"", "must be a time with its offset" },
        { "a tier table is one of the tables", "instruments/0/tierTable", "\"tiny\"", "instruments[0].tierTable", "\"tiny\"", "is not one of tierTables" },

        { "a scenario moves by more than −1", "stress/0/move", "\"-1\"", "stress[0].move", "\"-1\"", "must be above -1 and at most 100" },
        { "a scenario's underlying moves by more than −1", "stress/0/moves/BTC-USD", "\"-1.5\"", "stress[0].moves", "{", "BTC-USD must move by more than -1" },
        { "a scenario's move is a number", "stress/0/moves/BTC-USD", "null", "stress[0].moves.BTC-USD", "null", "must be a decimal number" },
        { "a volatility moves by more than −1", "stress/0/volatilityMove", "\"-1\"", "stress[0].volatilityMove", "\"-1\"", "must be above -1 and at most 100" },
        { "an underlying's volatilities move by no more than 100", "stress/0/volatilityMoves", "{ \"BTC-USD\": 101 }", "stress[0].volatilityMoves", "{", "BTC-USD must move by more than -1" },
        { "a fund says what it has", "fund/initial", null!, "fund.initial", null, "is required" },
        { "a fund does not begin in debt", "fund/initial", "\"-1\"", "fund.initial", "\"-1\"", "must not be negative" },
        { "a fund is counted in units of 8 places", "fund/initial", "\"0.000000001\"", "fund.initial", "\"0.000000001\"", "at most 8 places" },
        { "someone comes after the fund", "fund/lossAllocation", "\"nobody\"", "fund.lossAllocation", "\"nobody\"", "must be one of \"deleveraging\", \"mutualisation\"" },
        { "a loss is set aside for some time", "fund/setAsideFor", "\"00:00:00\"", "fund.setAsideFor", "\"00:00:00\"", "must be positive and at most 1 day" },
        { "losses are shared within a day", "fund/shareEvery", "\"1.00:00:01\"", "fund.shareEvery", "\"1.00:00:01\"", "must not be negative and at most 1 day" },
        { "a loss is set aside for a day at most", "fund/setAsideFor", "\"1.00:00:01\"", "fund.setAsideFor", "\"1.00:00:01\"", "must be positive and at most 1 day" },
        { "a top-up adds something", "fund/topUps", """[{"id":"A","amount":"0"}]""", "fund.topUps[0].amount", "\"0\"", "must be positive" },
        { "a top-up is given once", "fund/topUps", """[{"id":"A","amount":"1"},{"id":"A","amount":"1"}]""", "fund.topUps", "[", "Top-up A is given twice" },

        { "a liquidation has a fee", "liquidation/feeRate", null!, "liquidation.feeRate", null, "is required" },
        { "a fee is at most a quarter", "liquidation/fundFeeRate", "\"0.26\"", "liquidation.fundFeeRate", "\"0.26\"", "must lie between 0 and 0.25" },
        { "orders stand for an hour at most", "liquidation/orderLife", "\"01:00:01\"", "liquidation.orderLife", "\"01:00:01\"", "it is at least 00:00:01 and at most 01:00:00" },
        { "what is not named has terms", "liquidation/market", null!, "liquidation.market", null, "is required" },
        { "an order is a number of lots", "liquidation/market/lot", "\"0\"", "liquidation.market.lot", "\"0\"", "The lot is 0" },
        { "a close does not lose everything", "liquidation/market/impact", "\"1\"", "liquidation.market.impact", "\"1\"", "The impact per notional is 1" },
        { "a minute takes at least one order", "liquidation/markets/0/perMinute", "\"0.0009\"", "liquidation.markets[0].perMinute", "\"0.0009\"", "The cap per minute is 0.0009; it is at least 0.001" },
        { "a market is one of the document's", "liquidation/markets/0/name", "\"BTC-USD\"", "liquidation.markets[0].name", "\"BTC-USD\"", "is not an instrument, an option or a collateral asset" },
        { "a market is named once", "liquidation/markets/1/name", "\"BTC-PERP\"", "liquidation.markets[].name", null, "names BTC-PERP twice" },
        { "an order means a contract or an asset", "instruments/0/symbol", "\"ETH\"", "liquidation.markets[0].name", "\"BTC-PERP\"", "is not an instrument" },
        { "a market has no price", "liquidation/market/price", "\"1\"", "liquidation.market.price", "\"1\"", "is not a known field" },
        { "a scenario is named once", "stress/1/name", "\"crash\"", "stress[].name", null, "names crash twice" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_its_path_and_value(string sentence, string place, string? json, string field, string? value, string reason)
    {
        var document = JsonNode.Parse(RiskParametersFile.SampleDocument())!;
        Put(document, place.Split('/'), json);

        var problems = StrictDocument.Read(Given.Utf8(document.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })), RiskParametersReader.Read, out var parameters);

        Assert.Null(parameters);
        Assert.True(
            problems.Any(p => p.Field == field && p.Reason.Contains(reason, StringComparison.Ordinal) && (value is null ? p.Value is null : p.Value!.StartsWith(value, StringComparison.Ordinal))),
            $"{sentence}: {string.Join("; ", problems)}");
    }

    private const string Series = """
        {"series":"BTC-29MAR30","settlement":"linear","underlying":"BTC-USD","settlementAsset":"USDT","contractSize":"1","expiry":"2030-03-29T08:00:00Z","strikes":["50000","60000.5"],
         "forward":"BTC-29MAR30","volatility":"BTC-29MAR30-IV","volatilityByStrike":false,"margin":{"initial":"0.2","floor":"0.1","maintenance":"0.05"}}
        """;

    public static TheoryData<string, string, string?, string, string?, string> BrokenSeries { get; } = new()
    {
        { "a series has a name", "series", "\"a b\"", "optionSeries[0].series", "\"a b\"", "must be 1 to 64 of" },
        { "a linear option settles in the account currency", "settlementAsset", "\"BTC\"", "optionSeries[0].settlementAsset", "\"BTC\"", "must be the account currency (USDT)" },
        { "an option expires", "expiry", null, "optionSeries[0].expiry", null, "is required" },
        { "strikes rise", "strikes", "[\"2\",\"1\"]", "optionSeries[0].strikes", "[", "ascending; 1 is not" },
        { "strikes are positive", "strikes", "[\"0\"]", "optionSeries[0].strikes", "[", "must be positive" },
        { "a strike is a number", "strikes", "[\"x\"]", "optionSeries[0].strikes[0]", "\"x\"", "must be a decimal number" },
        { "there is a strike", "strikes", "[]", "optionSeries[0].strikes", "[]", "must be an array of 1 to 200 numbers" },
        { "a volatility is no price of the same series", "volatility", "\"BTC-USD\"", "optionSeries[0].volatility", "\"BTC-USD\"", "must not be the name of a price" },
        { "a volatility is no instrument", "volatility", "\"ETH-PERP\"", "optionSeries[].volatility", null, "ETH-PERP is the name of a price" },
        { "margin falls from initial to maintenance", "margin", """{"initial":"0.1","floor":"0.2","maintenance":"0.05"}""", "optionSeries[0].margin.initial", "\"0.1\"", "0 < maintenance ≤ floor ≤ initial ≤ 1" },
        { "an unknown field is named", "style", "\"american\"", "optionSeries[0].style", "\"american\"", "is not a known field" },
    };

    [Theory]
    [MemberData(nameof(BrokenSeries))]
    public void A_broken_option_series_names_its_path_and_value(string sentence, string place, string? json, string field, string? value, string reason)
    {
        var series = JsonNode.Parse(Series)!;
        Put(series, [place], json);
        A_broken_rule_names_its_path_and_value(sentence, "optionSeries", $"[{series.ToJsonString()}]", field, value, reason);
    }

    [Fact]
    public void A_series_is_a_call_and_a_put_for_each_strike_and_its_marks_are_symbols()
    {
        var parameters = Given.SampleWith(d => d["optionSeries"] = new JsonArray(JsonNode.Parse(Series)));

        Assert.Equal(["BTC-29MAR30-50000-C", "BTC-29MAR30-50000-P", "BTC-29MAR30-60000.5-C", "BTC-29MAR30-60000.5-P"], parameters.Options.Select(o => o.Symbol));
        var call = parameters.FindOption("BTC-29MAR30-60000.5-C")!;
        Assert.Equal((60_000.5m, OptionType.Call, "BTC-29MAR30", "BTC-29MAR30-IV", 0.05m), (call.Strike, call.Type, call.ForwardSymbol, call.VolatilitySymbol, call.Margin.MaintenanceRate));
        Assert.Equal((true, false), (parameters.IsVolatility("BTC-29MAR30-IV"), parameters.IsVolatility("BTC-29MAR30")));
        Assert.Null(parameters.FindSymbol(call.Symbol));
    }

    [Fact]
    public void Each_strike_may_have_a_volatility_of_its_own()
    {
        var parameters = Given.SampleWith(d =>
        {
            var series = JsonNode.Parse(Series)!;
            series["volatilityByStrike"] = true;
            d["optionSeries"] = new JsonArray(series);
        });
        Assert.Equal("BTC-29MAR30-IV-50000", parameters.FindOption("BTC-29MAR30-50000-P")!.VolatilitySymbol);
    }

    [Fact]
    public void An_order_means_a_contract_or_an_asset_and_never_both()
    {
        var problem = Assert.Throws<InvalidDataException>(() => Given.WithLiquidation(change: d => d["instruments"]![2]!["symbol"] = "ETH"));

        Assert.Contains("liquidation.markets", problem.Message, StringComparison.Ordinal);
        Assert.Contains("cannot tell ETH from ETH: it is a contract and a collateral asset", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_liquidation_that_would_end_below_maintenance_margin_is_refused()
    {
        var problem = Assert.Throws<InvalidDataException>(() => Given.WithLiquidation(change: d => d["levels"] = JsonNode.Parse(
            """{"warning":"1.5","call":"0.9","liquidation":"0.8","hysteresis":"0.05","callDeadline":"01:00:00"}""")));

        Assert.Contains("a liquidation would end at 0.95 of maintenance margin; 1 is the least", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Liquidation_terms_are_those_of_the_name_or_of_all_others_and_both_fees_are_one_cap()
    {
        var policy = Given.WithLiquidation(change: d => Given.Cap(d, "BTC-PERP", 5)).Liquidation!;

        Assert.Equal((0.0003m, 0.001m, 5m), (policy.Terms.MarketOf("BTC-PERP").Impact, policy.Terms.MarketOf("BTC-PERP").Lot, policy.Terms.MarketOf("BTC-PERP").PerMinute));
        Assert.Equal((0m, 0.0001m, null), (policy.Terms.MarketOf("DOGE-PERP").Impact, policy.Terms.MarketOf("DOGE-PERP").Lot, policy.Terms.MarketOf("DOGE-PERP").PerMinute));
        Assert.Equal((0.0015m, 0.001m / 0.0015m, TimeSpan.FromMinutes(1)), (policy.Split.FeeCap, policy.Split.FundShare, policy.OrderLife));
        Assert.Equal(1.25m, policy.Terms.RestoreLevel);
        Assert.Null(Given.OneShard.Liquidation);
    }

    [Fact]
    public void The_sample_parses_and_has_ten_instruments()
    {
        var sample = RiskParametersFile.LoadSample();

        Assert.Equal(("sample-2026-11b", "USDT", 64, TimeSpan.FromMinutes(1)), (sample.Version, sample.AccountCurrency, sample.ShardCount, sample.MaximumPriceAge));
        Assert.Equal(MarginLevels.Default, sample.Levels with { Reminders = MarginLevels.Default.Reminders });
        Assert.Equal(MarginLevels.Default.Reminders, sample.Levels.Reminders);
        Assert.Equal([CoverSource.Reserve, CoverSource.Loan], sample.Cover!.Order);
        Assert.Equal((10, 4, 4), (sample.Instruments.Count, sample.Collateral.Count, sample.Stress.Count));
        Assert.Equal((1_000_000, LossAllocation.Deleveraging, TimeSpan.FromMinutes(10)), (sample.Fund!.Initial, sample.Fund.LossAllocation, sample.Fund.SetAsideFor));
        Assert.Equal(3, sample.Instruments.Count(i => i.Settlement == SettlementKind.Inverse));
        Assert.Equal(new DateTimeOffset(2030, 3, 29, 8, 0, 0, TimeSpan.Zero), sample.FindInstrument("BTC-29MAR30")!.Expiry);
    }

    [Fact]
    public void Without_its_section_there_is_no_fund() => Assert.Null(Given.SampleWith(d => d.Remove("fund")).Fund);

    [Fact]
    public void A_fund_may_leave_its_times_and_top_ups_out()
    {
        var fund = Given.SampleWith(d => d["fund"] = JsonNode.Parse("""{"initial":"0","lossAllocation":"mutualisation"}""")).Fund!;

        Assert.Equal((0, LossAllocation.Mutualisation, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), 0), (fund.Initial, fund.LossAllocation, fund.SetAsideFor, fund.ShareEvery, fund.TopUps.Count));
    }

    [Fact]
    public void An_error_has_a_line_for_each_problem_and_the_documents_name()
    {
        var error = Assert.Throws<InvalidDataException>(() => RiskParametersFile.Parse("{\"version\":\"v\",\"x\":1}"u8.ToArray(), "broken.json"));

        Assert.StartsWith("broken.json cannot be used:", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Environment.NewLine}  x = 1: is not a known field", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Environment.NewLine}  instruments: is required", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_document_is_refused_and_never_thrown_on() => Always.HoldsForSeeds(
        seed =>
        {
            var damaged = Mutator.Damage(RiskParametersFile.SampleDocument(), new Random(seed));
            _ = StrictDocument.Read(damaged, RiskParametersReader.Read, out _);
        },
        count: 1_000);

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

    [Fact]
    public void Levels_have_a_restore_level_reminders_and_a_change_when_none_are_given()
    {
        var levels = Given.SampleWith(d => d["levels"] = JsonNode.Parse("""{"warning":"1.5","call":"1.2","liquidation":"1.0","hysteresis":"0.05","callDeadline":"00:20:00"}""")).Levels;

        // Of the usual reminders, half an hour before would be before the call itself.
        Assert.Equal((1.25m, 0.2m), (levels.Restore, levels.CallChange));
        Assert.Equal([TimeSpan.FromMinutes(10)], levels.Reminders);
    }

    [Fact]
    public void A_reserve_alone_needs_no_rate() =>
        Assert.Equal((CoverSource.Reserve, 0m), Given.SampleWith(d => d["cover"] = JsonNode.Parse("""{"order":["reserve"]}""")).Cover is { } terms ? (terms.Order.Single(), terms.InterestRate) : default);
}
