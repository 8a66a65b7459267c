using System.Globalization;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Cover;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>Short ways to write down what tests of the fund are about.</summary>
internal static class Fund
{
    public static readonly DateTimeOffset Now = ManualTime.Start;

    public static FundTerms Terms(LossAllocation allocation = LossAllocation.Mutualisation, decimal initial = 0, decimal lot = 0.001m, TimeSpan shareEvery = default, params FundTopUp[] topUps) =>
        new(new FundPolicy(initial, allocation, TimeSpan.FromMinutes(10), shareEvery, topUps), "USDT", "test-1", _ => lot);

    /// <summary>A fund that the capital has given this much.</summary>
    public static FundState With(decimal balance) => FundDecision.Endow(FundState.Unopened, Terms(initial: balance), Now)!.State;

    public static CoverageRequest Fee(decimal amount, string account = "A", int number = 1) => Request(CoverageRequestKind.Fee, amount, account, number);

    public static CoverageRequest BadDebt(decimal amount, string account = "A", int number = 1) => Request(CoverageRequestKind.BadDebt, amount, account, number);

    public static CoverageRequest Bankrupt(decimal expectedLoss, string account = "A", int number = 1, params BankruptPosition[] positions) =>
        Request(CoverageRequestKind.Bankrupt, expectedLoss, account, number) with { Positions = positions is [] ? [new BankruptPosition("BTC-PERP", 0.1m, 51_000)] : positions };

    public static Winners Winners(params (string Account, decimal Profit)[] profits) => MarginFunctions.Engine.Cover.Winners.None with { Profits = [.. profits.Select(p => new LossShare(p.Account, p.Profit))] };

    private static CoverageRequest Request(CoverageRequestKind kind, decimal amount, string account, int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{account}|cross|{number}"), kind, account, "cross", "USDT", amount, Now);
}
