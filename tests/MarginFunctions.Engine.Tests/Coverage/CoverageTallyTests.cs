using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Prices;
using static MarginFunctions.Engine.Tests.Coverage.Books;

namespace MarginFunctions.Engine.Tests.Coverage;

public sealed class CoverageTallyTests
{
    [Theory]
    [InlineData("nothing held is nothing owed", 0, 0, 0, 0, 0, 0, null)]
    [InlineData("MM 60,000·0.5 % − 50 = 250, equity 1,000; down 25 % it owes 15,000 − 1,000", 1, 1_000, 0, 0, 0, 14_000, "crash")]
    [InlineData("equity 250 equals MM 250 and is not short", 1, 250, 0, 0, 0, 14_750, "crash")]
    [InlineData("MM 250 less equity 100", 1, 100, 0, 150, 0, 14_900, "crash")]
    [InlineData("MM 250 and a debit of 100", 1, -100, 0, 350, 100, 15_100, "crash")]
    [InlineData("a short loses when BTC rises 25 %: 15,000 − 1,000", -1, 1_000, 0, 0, 0, 14_000, "squeeze")]
    [InlineData("15,000 held cover 15,000 lost", 1, 15_000, 0, 0, 0, 0, null)]
    [InlineData("a hundred-millionth less does not", 1, 14_999.99999999, 0, 0, 0, 0.00000001, "crash")]
    [InlineData("coins fall too: 15,000 − 0.2·45,000·95 % = 15,000 − 8,550", 1, 0, 0.2, 0, 0, 6_450, "crash")]
    [InlineData("coins behind a short rise with it: 15,000 − 0.2·75,000·95 % = 15,000 − 14,250", -1, 0, 0.2, 0, 0, 750, "squeeze")]
    public void An_account_of_BTC_with_dollars_and_coins(string sum, double quantity, double usdt, double btc, double shortfall, double deficit, double loss, string? scenario)
    {
        var account = Account("A-1", quantity == 0 ? [] : [Given.Cross("BTC-PERP", (decimal)quantity, 60_000)], ("USDT", (decimal)usdt), ("BTC", (decimal)btc));

        var report = Report(account);

        Assert.True(((decimal)shortfall, (decimal)deficit) == (report.Shortfalls, report.Deficits), $"{sum}: {report.Shortfalls}, {report.Deficits}");
        Assert.True((scenario, (decimal)loss) == (report.CoverOne!.Scenario, report.CoverOne.Loss), $"{sum}: {report.CoverOne}");
        Assert.Equal((report.CoverOne.Loss, report.CoverOne.Scenario), (report.CoverTwo!.Loss, report.CoverTwo.Scenario));
    }

    [Fact]
    public void Cover_two_is_the_scenario_in_which_the_two_largest_together_lose_most()
    {
        // Down: 15,000 − 1,000 = 14,000 and 7,500 − 500 = 7,000. Up: 15,000 − 0 = 15,000 alone, and that is cover one.
        var report = Report(
            Account("big-long", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 1_000)),
            Account("small-long", [Given.Cross("BTC-PERP", 0.5m, 60_000)], ("USDT", 500)),
            Account("smaller-long", [Given.Cross("BTC-PERP", 0.5m, 60_000)], ("USDT", 600)),
            Account("short", [Given.Cross("BTC-PERP", -1, 60_000)], ("USDT", 0)));

        Assert.Equal(("squeeze", 15_000m), (report.CoverOne!.Scenario, report.CoverOne.Loss));
        Assert.Equal([new AccountLoss("short", 15_000)], report.CoverOne.Accounts);
        Assert.Equal(("crash", 21_000m), (report.CoverTwo!.Scenario, report.CoverTwo.Loss));
        Assert.Equal([new AccountLoss("big-long", 14_000), new AccountLoss("small-long", 7_000)], report.CoverTwo.Accounts);
    }

    [Fact]
    public void An_isolated_position_is_not_covered_by_the_rest_of_its_account()
    {
        // The cross pool keeps 100,000. Isolated: MM 250 − 100 = 150; down 25 % it owes 15,000 − 100.
        var report = Report(Account("A-1", [Given.Isolated("BTC-PERP", 1, 60_000, 100)], ("USDT", 100_000)));

        Assert.Equal((150m, 0m, 14_900m), (report.Shortfalls, report.Deficits, report.CoverOne!.Loss));
        Assert.Equal((100m, -50m), (report.Liquidity.Cash, report.Liquidity.Buffer));
    }

    [Fact]
    public void A_stablecoin_does_not_fall_with_the_market_but_where_a_scenario_says_so()
    {
        // 15,000 − 10,000·99.5 % = 5,050; at 0.9 dollars 15,000 − 9,000·99.5 % = 6,045.
        var account = Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDC", 10_000));
        var depeg = Given.SampleWith(d => d["stress"]![0]!["moves"]!["USDC-USD"] = "-0.1");

        Assert.Equal(5_050, Report(account).CoverOne!.Loss);
        Assert.Equal(6_045, Report(MarksOf(depeg), null, account).CoverOne!.Loss);
    }

    [Fact]
    public void What_the_engine_has_booked_and_the_broker_does_not_count_yet_counts()
    {
        // MM 250 less 100 held and 60 booked.
        var account = Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 100));

        var report = Report(account with { Ledger = AccountLedger.Empty.With(AccountEntryKind.ReserveTransfer, 60, ManualTime.Start, "r") });

        Assert.Equal((90m, 160m), (report.Shortfalls, report.Liquidity.Cash));
    }

    [Theory]
    [InlineData("a fund of 1,000 lacks 14,900 − 1,000 to cover two", 1_000, 13_900, 6.66666666, 0.06711409)]
    [InlineData("a fund that equals cover two lacks nothing", 14_900, 0, 99.33333333, 1)]
    [InlineData("an empty fund lacks all of it", 0, 14_900, 0, 0)]
    public void The_fund_is_held_against_shortfalls_and_cover_two(string sum, double fund, double lacks, double toShortfalls, double toCoverTwo)
    {
        // Shortfall 250 − 100 = 150, cover two 15,000 − 100 = 14,900.
        var report = Report(Marks, (decimal)fund, Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 100)));

        Assert.True((decimal)lacks == report.FundLacks, $"{sum}: {report.FundLacks}");
        Assert.Equal(((decimal?)toShortfalls, (decimal?)toCoverTwo, (decimal?)toCoverTwo), (report.FundToShortfalls, report.FundToCoverOne, report.FundToCoverTwo));
        Assert.Null(report.FundToDeficits);

        // Cash of 100 in the pool that is short, the fund, less 150.
        Assert.Equal(new LiquidityBuffer(100, 100 + (decimal)fund, (decimal)fund - 50), report.Liquidity);
    }

    [Fact]
    public void A_fund_below_the_shortfalls_lacks_something_even_if_stress_is_milder()
    {
        // No scenarios: MM 250 less 100 is short of 150; a fund of 40 lacks 110.
        var parameters = Given.SampleWith(d => d["stress"] = new System.Text.Json.Nodes.JsonArray());

        var report = Report(MarksOf(parameters), 40, Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 100)));

        Assert.Equal(110, report.FundLacks);
        Assert.Null(report.CoverOne);
        Assert.Null(report.CoverTwo);
        Assert.Null(report.FundToCoverTwo);
    }

    [Fact]
    public void Without_a_fund_there_is_no_ratio_to_it_and_nothing_that_it_lacks()
    {
        var report = Report(Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", -100)));

        Assert.Equal((null, null, null, null, 0m), (report.Fund, report.FundToShortfalls, report.FundToDeficits, report.FundToCoverTwo, report.FundLacks));
        Assert.Equal(new LiquidityBuffer(0, 0, -350), report.Liquidity);
    }

    [Fact]
    public void Cash_of_accounts_that_are_not_short_and_coins_of_those_that_are_buffer_nothing()
    {
        // Shortfall: 250 − (0.001·60,000·95 % = 57) − 50 = 143; liquid is the 50.
        var report = Report(
            Account("rich", [], ("USDT", 1_000_000)),
            Account("short", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 50), ("BTC", 0.001m)));

        Assert.Equal((143m, new LiquidityBuffer(50, 50, -93)), (report.Shortfalls, report.Liquidity));
    }

    [Theory]
    [InlineData("no mark", "ETH-PERP", "ETH-PERP")]
    [InlineData("a name that the parameters do not know", "GONE-PERP", "GONE-PERP")]
    public void What_cannot_be_assessed_is_named_and_in_no_sum(string why, string instrument, string missing)
    {
        var report = Report(
            MarksWithout("ETH-PERP"),
            null,
            Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 100)),
            Account("A-2", [Given.Cross(instrument, 1_000, 1)], ("USDT", -5_000)),
            Account("A-3", [Given.Cross(instrument, 500, 1), Given.Isolated("BTC-PERP", 1, 60_000, 0)]));

        // A-1 lacks 150 and the isolated pool of A-3, which is priced, lacks 250.
        Assert.True((3, 2, 2) == (report.Accounts, report.Unpriced.Accounts, report.Unpriced.Pools), $"{why}: {report.Unpriced}");
        Assert.Equal([new UnpricedPool("A-2", "cross", missing), new UnpricedPool("A-3", "cross", missing)], report.Unpriced.First);
        Assert.Equal((400m, 0m, 15_000m), (report.Shortfalls, report.Deficits, report.CoverOne!.Loss));
        Assert.Equal("A-3", report.CoverOne.Accounts[0].AccountId);
    }

    [Fact]
    public void Amounts_that_no_decimal_adds_up_do_not_take_the_report_with_them()
    {
        var report = Report(
            Account("A-1", [Given.Cross("BTC-PERP", 1, 60_000)], ("USDT", 100)),
            Account("A-2", [Given.Cross("BTC-PERP", 79_228_162_514m, 60_000)], ("USDT", -79_228_162_514_264_337_593_543_950m)));

        Assert.Equal(new UnpricedPool("A-2", "cross", "amounts are too large to be added up"), Assert.Single(report.Unpriced.First));
        Assert.Equal(150, report.Shortfalls);
    }

    [Fact]
    public void The_first_twenty_unpriced_by_account_are_named_and_all_are_counted()
    {
        var accounts = Enumerable.Range(0, 30).Select(n => Account($"A-{n:D2}", [Given.Cross("ETH-PERP", 1, 1)])).OrderByDescending(a => a.AccountId, StringComparer.Ordinal);

        var report = Report(MarksWithout("ETH-PERP"), null, accounts);

        Assert.Equal((30, 30), (report.Unpriced.Accounts, report.Unpriced.Pools));
        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"A-{n:D2}"), report.Unpriced.First.Select(p => p.AccountId));
    }

    [Fact]
    public void Accounts_stand_where_their_worst_pool_stands()
    {
        var report = Report(
            Account("A-1", []).In(MarginStatus.Healthy, MarginStatus.Called),
            Account("A-2", []).In(MarginStatus.Called),
            Account("A-3", []).In(MarginStatus.BadDebt),
            Account("A-4", []));

        Assert.Equal(
            [
                new StatusCount(MarginStatus.Healthy, 1, 1), new StatusCount(MarginStatus.Warned, 0, 0), new StatusCount(MarginStatus.Called, 2, 2),
                new StatusCount(MarginStatus.Liquidating, 0, 0), new StatusCount(MarginStatus.BadDebt, 1, 1),
            ],
            report.Statuses);
    }

    [Fact]
    public void Concentration_is_by_size_whichever_way()
    {
        // Sizes 4, 3, 2, 1, 0.5, 0.5 of 11: largest 4/11, five 10.5/11, squares (16 + 9 + 4 + 1 + 0.25 + 0.25)/121.
        decimal[] quantities = [-3, 4, 2, 0.5m, -1, 0.5m];
        var report = Report([.. quantities.Select((quantity, n) => Account($"A-{n}", [Given.Cross("BTC-PERP", quantity, 60_000)], ("USDT", 1_000_000)))]);

        Assert.Equal(
            new InstrumentConcentration("BTC-PERP", 6, 7, 4, 420_000, 240_000, "A-1", 0.36363636m, 0.95454545m, 0.25206611m),
            Assert.Single(report.Concentration));
    }

    [Fact]
    public void An_instrument_without_a_mark_comes_first_with_contracts_and_without_notional()
    {
        var report = Report(
            MarksWithout("ETH-PERP"),
            null,
            Account("A-1", [Given.Cross("ETH-PERP", 2, 3_000), Given.Cross("BTC-PERP", 1, 60_000), Given.Cross("BTC-INV-PERP", -5, 60_000)], ("USDT", 1_000_000)));

        Assert.Equal(["ETH-PERP", "BTC-PERP", "BTC-INV-PERP"], report.Concentration.Select(c => c.Instrument));
        Assert.Equal((2m, null, null), (report.Concentration[0].Long, report.Concentration[0].LongNotional, report.Concentration[0].ShortNotional));

        // 5 contracts of 100 dollars, whatever the price.
        Assert.Equal(5 * Given.Sample.FindInstrument("BTC-INV-PERP")!.ContractSize, report.Concentration[2].ShortNotional);
    }

    [Fact]
    public void The_fifty_largest_instruments_are_listed_and_the_others_counted()
    {
        var parameters = Given.WithPerpetuals(Enumerable.Range(0, 53).Select(n => $"P-{n:D4}"));
        var positions = Enumerable.Range(0, 53).Select(n => Given.Cross($"P-{n:D4}", n + 1, 1)).ToArray();

        var report = Report(MarksOf(parameters), null, Account("A-1", positions, ("USDT", 1_000_000)));

        Assert.Equal((50, 3), (report.Concentration.Count, report.InstrumentsLeftOut));
        Assert.Equal(["P-0052", "P-0003"], [report.Concentration[0].Instrument, report.Concentration[^1].Instrument]);
    }

    [Fact]
    public void It_says_when_and_of_which_versions_it_is()
    {
        var marks = Marks.As(ManualTime.Start.AddMinutes(1), new RiskState(7, new Dictionary<string, decimal>()));

        var report = Report(marks, null, []);

        Assert.Equal((ManualTime.Start.AddMinutes(1), Given.Sample.Version, 7, "USDT", 0), (report.At, report.ParametersVersion, report.RiskVersion, report.Currency, report.Accounts));
    }

    [Fact]
    public void Marks_of_no_moment_make_no_report() =>
        Assert.Contains("moment", Assert.Throws<ArgumentException>(() => new CoverageTally(MarkSet.None(Given.Sample))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_report_is_read_as_it_was_written()
    {
        var report = Report(MarksWithout("SOL-PERP"), 1_000, Random(11));
        var text = JsonSerializer.Serialize(report, EngineJson.Default.CoverageReport);

        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, EngineJson.Default.CoverageReport)!, EngineJson.Default.CoverageReport));
        Assert.Contains("\"fundToCoverTwo\":", text, StringComparison.Ordinal);
    }
}
