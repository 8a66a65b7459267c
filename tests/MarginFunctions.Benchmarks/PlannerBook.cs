using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Benchmarks;

/// <summary>Accounts below maintenance margin, made from a fixed seed, and what liquidating them costs.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Marks">The marks that they are below at.</param>
/// <param name="Terms">Fees, impact and lots.</param>
/// <param name="Accounts">The portfolios, account currency as their only collateral.</param>
internal sealed record PlannerBook(string Name, MarkSet Marks, LiquidationTerms Terms, IReadOnlyList<Portfolio> Accounts)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The cross pools, resolved.</summary>
    public IReadOnlyList<ResolvedPool> Pools { get; } = [.. Accounts.Select(a => ResolvedPortfolio.Resolve(a, Marks.Parameters).Pools[0])];

    /// <summary>One linear position of the sample's perpetuals.</summary>
    public static PlannerBook SinglePosition(int count) => OfPerpetuals("one position", count, 1);

    /// <summary>Five linear positions, long or short, in one cross pool.</summary>
    public static PlannerBook FivePositions(int count) => OfPerpetuals("five cross positions", count, 5);

    /// <summary>Portfolio mode: eight options and two futures on one underlying in the scenarios of the Deribit-like preset.</summary>
    public static PlannerBook PortfolioMode(int count)
    {
        var tiers = RiskParametersFile.LoadSample().FindInstrument("BTC-PERP")!.Tiers;
        Instrument[] futures =
        [
            new("BTC-PERP", ContractKind.Perpetual, SettlementKind.Linear, "BTC-USD", "USDT", 1, 0.6m, null, tiers),
            new("BTC-MAR", ContractKind.Future, SettlementKind.Linear, "BTC-USD", "USDT", 1, 0.6m, Now.AddDays(120), tiers),
        ];
        int[] days = [9, 30, 121];
        OptionContract[] options =
        [
            .. from day in days from strike in Enumerable.Range(0, 10) from type in new[] { OptionType.Call, OptionType.Put }
               select new OptionContract($"BTC-{day}-{strike}-{type}", SettlementKind.Linear, "BTC-USD", "USDT", 1, 40_000 + 5_000 * strike, type, Now.AddDays(day), "BTC-PERP", $"VOL-{day}", StandardOptionMargin.Deribit),
        ];
        var parameters = new RiskParameters(
            "benchmark", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, futures, [new("USDT", null, [new(0, 0)], null)], [], options, PortfolioMarginPresets.Load("deribit-cross-like"));
        var random = new Random(20_261_125);
        var marks = MarkSet.Of(parameters, [new("BTC-PERP", 61_234.5m), new("BTC-MAR", 62_100.25m), .. days.Select(day => KeyValuePair.Create($"VOL-{day}", 0.55m))], Now);
        var terms = TermsOf([.. futures.Select(f => (f.Symbol, 0.001m)), .. options.Select(o => (o.Symbol, 0.1m))]);
        return new PlannerBook("portfolio mode, 8 options and 2 futures", marks, terms, Below(count, random, marks, () =>
            new Portfolio(
                [
                    .. futures.Select(f => new Position(f.Symbol, Math.Round((decimal)(4 * random.NextDouble() - 2), 3) + 0.001m, 61_000)),
                    .. random.GetItems(options, 60).DistinctBy(o => o.Symbol).Take(8).Select(o => new Position(o.Symbol, random.Next(1, 20) * (random.Next(3) == 0 ? 0.1m : -0.1m), 1)),
                ],
                [],
                AccountMode.Portfolio)));
    }

    private static PlannerBook OfPerpetuals(string name, int count, int positions)
    {
        var parameters = RiskParametersFile.LoadSample();
        var instruments = parameters.Instruments.Where(i => i is { Kind: ContractKind.Perpetual, Settlement: SettlementKind.Linear }).ToArray();
        Dictionary<string, decimal> prices = new() { ["BTC-PERP"] = 61_234.5m, ["ETH-PERP"] = 3_012.25m, ["SOL-PERP"] = 148.31m, ["XRP-PERP"] = 0.6113m, ["DOGE-PERP"] = 0.14221m };
        var marks = MarkSet.Of(parameters, prices);
        var random = new Random(20_170_903);
        return new PlannerBook(name, marks, TermsOf([.. instruments.Select(i => (i.Symbol, 0.001m))]), Below(count, random, marks, () =>
        {
            random.Shuffle(instruments);
            return new Portfolio(
                [
                    .. instruments.Take(positions).Select(i =>
                    {
                        // From 500 to 3,000,000, evenly on a logarithmic scale.
                        var notional = (decimal)Math.Exp(Math.Log(500) + random.NextDouble() * Math.Log(6_000));
                        var quantity = Math.Round(notional / prices[i.Symbol] / i.ContractSize, 3) + 0.001m;
                        return new Position(i.Symbol, random.Next(2) == 0 ? quantity : -quantity, Math.Round(prices[i.Symbol] * (decimal)(0.9 + 0.2 * random.NextDouble()), 5));
                    }),
                ],
                []);
        }));
    }

    /// <summary>Fees and impact of 5 basis points each, restored at 1.2 times maintenance margin.</summary>
    private static LiquidationTerms TermsOf(IReadOnlyList<(string Name, decimal Lot)> markets) =>
        new(0.0005m, 0.0005m, 1.2m, markets.ToDictionary(m => m.Name, m => new MarketTerms(0.0005m, m.Lot, 0)));

    /// <summary>Each with as much cash as puts equity at 60 to 99 hundredths of maintenance margin.</summary>
    private static List<Portfolio> Below(int count, Random random, MarkSet marks, Func<Portfolio> make)
    {
        var accounts = new List<Portfolio>(count);
        while (accounts.Count < count)
        {
            var portfolio = make();
            var pool = ResolvedPortfolio.Resolve(portfolio, marks.Parameters).Pools[0];
            if (PoolAssessor.TryAssess(pool, marks, out var margin, out _) && margin.Maintenance > 1)
            {
                var cash = margin.Maintenance * random.Next(60, 100) / 100 - margin.Equity;
                accounts.Add(portfolio with { Collateral = [new CollateralHolding(marks.Parameters.AccountCurrency, Math.Round(cash, 2))] });
            }
        }

        return accounts;
    }
}
