using System.Globalization;
using System.Text;
using MarginFunctions.Local.Calc;
using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Tail;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>Risk and advice of a document's pools from a price history.</summary>
public sealed class CalcRiskTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Long one bitcoin at 60,000, 1,000 in cash and 0.04 coins, which count 95 %; then a SOL position, of which there is no history.</summary>
    private const string Two = """
        { "marks": { "BTC-PERP": 60000, "BTC-USD": 60000, "SOL-PERP": 150, "ETH-USD": 3000 },
          "accounts": [
            { "accountId": "A", "positions": [ { "instrument": "BTC-PERP", "quantity": 1, "entryPrice": 60000 } ], "collateral": [ { "asset": "USDT", "quantity": 1000 }, { "asset": "BTC", "quantity": "0.04" } ] },
            { "accountId": "B", "positions": [ { "instrument": "SOL-PERP", "quantity": 1, "entryPrice": 150 } ] } ] }
        """;

    [Fact]
    public void The_tail_and_the_advice_are_those_of_the_history()
    {
        // Ten moves of bitcoin: one fall by 10 %, one by 5 %, the rest up.
        var answer = Run(Two, Question(History(("BTC-USD", [1, 1.01m, 0.95m, 1.02m, 1, 0.9m, 1.01m, 1.01m, 1, 1])), asset: "BTC"));

        var risk = answer.Accounts[0].Pools[0].Risk!;
        Assert.Equal(10, risk.Scenarios);
        Assert.Equal((6_228m, 6_228m, 6_000m, 228m), (risk.ValueAtRisk, risk.ExpectedShortfall, risk.CollateralHeld!.ExpectedShortfall, risk.WrongWay)); // 10 % of 60,000 and of 2,280
        Assert.Equal(("BTC-PERP", 6_000m), (risk.Positions![0].Instrument, risk.Positions[0].ComponentExpectedShortfall));
        Assert.Equal(("BTC", 228m), (risk.Collateral![0].Asset, risk.Collateral[0].ComponentExpectedShortfall));
        var worst = Assert.Single(risk.Tail!);
        Assert.Equal((5, Start.AddDays(5), 6_228m), (worst.Scenario.Number, worst.Scenario.From, worst.Loss));

        // One of ten may be in call; after the fall by 10 % equity is −2,948 and the call level 1.2·(54,000·0.5 % − 50); after that by 5 % it is 166 of 282.
        var cash = risk.Advice![0];
        Assert.Equal(("USDT", 116m, 0.2m, 0.1m), (cash.Asset, cash.Amount, cash.CallProbabilityNow, cash.CallProbabilityWith));
        Assert.Equal(Start.AddDays(2), Assert.Single(cash.Deciding!).From);
        Assert.Equal(("BTC", decimal.Round(116 / (57_000 * 0.95m), 8, MidpointRounding.ToPositiveInfinity)), (risk.Advice[1].Asset, risk.Advice[1].Amount));
        Assert.Equal("SOL-USD", answer.Accounts[1].Pools[0].Risk!.Missing);
        Assert.Equal(("historical", Start, Start.AddDays(10)), (answer.Risk!.Model.ToString().ToLowerInvariant(), answer.Risk.From, answer.Risk.To));
    }

    [Fact]
    public void Nothing_is_added_when_it_is_not_asked_for()
    {
        var answer = Run(Two, question: null);
        Assert.Null(answer.Risk);
        Assert.All(answer.Accounts, account => Assert.Null(account.Pools[0].Risk));
    }

    [Fact]
    public void Every_model_answers_and_an_account_is_answered_the_same_whatever_stands_beside_it()
    {
        var history = History(("BTC-USD", Moves(7)), ("ETH-USD", Moves(11)));
        foreach (var model in Enum.GetValues<RiskModel>())
        {
            var one = Run(Accounts("BTC"), Question(history, model)).Accounts[0].Pools[0].Risk!;
            var two = Run(Accounts("BTC", "ETH"), Question(history, model)).Accounts[0].Pools[0].Risk!;
            Assert.Equal((one.ValueAtRisk, one.ExpectedShortfall, one.Advice![0].Amount), (two.ValueAtRisk, two.ExpectedShortfall, two.Advice![0].Amount));
            Assert.True(one.ExpectedShortfall >= one.ValueAtRisk && one.ValueAtRisk > 0, model.ToString());
            Assert.True(Math.Abs(one.ExpectedShortfall!.Value - one.Positions!.Concat(one.Collateral!).Sum(p => p.ComponentExpectedShortfall)) < 0.0000001m, model.ToString());
            Assert.Equal(model == RiskModel.Normal, one.Tail!.Count == 0);
        }
    }

    [Fact]
    public void A_pool_that_cannot_be_assessed_has_no_risk()
    {
        var pool = Run("""{ "marks": {}, "accounts": [ { "accountId": "A", "positions": [ { "instrument": "BTC-PERP", "quantity": 1, "entryPrice": 1 } ] } ] }""", Question(History(("BTC-USD", Moves(1))))).Accounts[0].Pools[0];
        Assert.Equal(("BTC-PERP", null), (pool.Missing, pool.Risk));
    }

    [Fact]
    public void Advice_in_an_asset_without_a_history_says_what_is_missing()
    {
        var advice = Run(Two, Question(History(("BTC-USD", Moves(1))), asset: "ETH")).Accounts[0].Pools[0].Risk!.Advice!;
        Assert.Equal((null, "ETH-USD", null), (advice[0].Missing, advice[1].Missing, advice[1].Amount));
    }

    [Fact]
    public void What_a_history_cannot_answer_is_refused_with_the_symbol_or_the_setting()
    {
        var short9 = History(("BTC-USD", [1, 1, 1, 1, 1, 1, 1, 1, 1]));
        Refused("history.csv cannot be used: 9 scenarios are too few for level 0.9; at least 10 are needed.", Question(short9));
        Refused("history.csv cannot be used: 9 scenarios are too few for call probability 0.1; at least 10 are needed.", Question(short9) with { Level = new(0.8m) });
        Refused("history.csv cannot be used: The history of BTC-USD has 10 prices; a horizon of 10 days needs at least 11.", Question(short9) with { Horizon = new(10) });
        Refused("BTC-USD cannot be filtered", Question(short9, RiskModel.VolatilityFiltered));
        Refused("Returns of BTC-USD are zero", Question(short9, RiskModel.MonteCarlo));
        Refused("--asset = DOGE is not collateral of parameters sample-2026-11b.", Question(short9, asset: "DOGE"));

        var gap = new JointHistory([.. Enumerable.Range(0, 12).Select(day => new HistoricalPrices(
            Start.AddDays(day), day == 7 ? new Dictionary<string, decimal> { ["ETH-USD"] = 1 } : new Dictionary<string, decimal> { ["ETH-USD"] = 1, ["BTC-USD"] = 1 }))]);
        Refused("history.csv cannot be used: BTC-USD has no price at 2026-05-08T00:00:00Z; prices are 1.00:00:00 apart", Question(gap));
    }

    private static void Refused(string words, RiskQuestion question) =>
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => Run(Two, question)).Message, StringComparison.Ordinal);

    private static CalcResult Run(string document, RiskQuestion? question) => Calculator.Run(CalcReader.Read(Encoding.UTF8.GetBytes(document), "document"), question);

    private static RiskQuestion Question(JointHistory history, RiskModel model = RiskModel.Historical, string? asset = null) => new(
        "history.csv", history, model, new(0.9m), new(1), ReturnSampling.Overlapping, QuantileRule.IndexAbove, null, 2_000, 1, 5, new(0.1m), asset);

    private static JointHistory History(params (string Name, decimal[] Factors)[] series) => new([.. Enumerable.Range(0, series[0].Factors.Length + 1).Select(day => new HistoricalPrices(
        Start.AddDays(day), series.ToDictionary(s => s.Name, s => s.Factors.Take(day).Aggregate(1_000_000m, (price, factor) => price * factor))))]);

    private static decimal[] Moves(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 40).Select(_ => decimal.Round((decimal)(0.9 + 0.2 * random.NextDouble()), 4))];
    }

    private static string Accounts(params string[] coins) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "marks": { "BTC-PERP": 60000, "BTC-USD": 60000, "ETH-PERP": 3000, "ETH-USD": 3000 },
          "accounts": [ {{string.Join(", ", coins.Select(coin => $$"""
            { "accountId": "{{coin}}", "positions": [ { "instrument": "{{coin}}-PERP", "quantity": 1, "entryPrice": 1000 } ], "collateral": [ { "asset": "{{coin}}", "quantity": 1 } ] }
            """))}} ] }
        """);
}
