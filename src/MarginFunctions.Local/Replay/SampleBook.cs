using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Local.Replay;

/// <summary>
/// A book of accounts made up from a seed: one to four positions each, long more often than short, some isolated, with collateral that puts the account at a margin ratio
/// between 3 and 80, the lower ones more common. Where the parameters have cover, some accounts have a reserve and some a credit line. The same seed, marks and parameters give the same book.
/// </summary>
internal sealed class SampleBook(RiskParameters parameters, MarkSet marks, int seed)
{
    private const double LowestRatio = 3;
    private const double HighestRatio = 80;
    private const double ReserveShare = 0.3;
    private const double CreditShare = 0.25;
    private readonly Random random = new(seed);

    // A sequence of its own: with and without cover the positions and the money are the same.
    private readonly Random coverRandom = new(unchecked(seed * 31 + 17));
    private readonly IReadOnlyList<Instrument> instruments = [.. parameters.Instruments.Where(i => MarkOf(parameters, marks, i.Symbol) is not null)];

    private readonly IReadOnlyList<string> coins =
        [.. parameters.Collateral.Where(c => c.PriceSymbol is { } symbol && MarkOf(parameters, marks, symbol) is not null).Select(c => c.Asset)];

    /// <exception cref="InvalidDataException">No instrument of the parameters has a mark.</exception>
    public IReadOnlyList<BrokerAccount> Create(int accounts) => instruments.Count > 0
        ? [.. Enumerable.Range(1, accounts).Select(number => CreateAccount(FormattableString.Invariant($"A-{number:D6}")))]
        : throw new InvalidDataException("The first prices are of no instrument that the parameters know.");

    private static decimal? MarkOf(RiskParameters parameters, MarkSet marks, string symbol) => parameters.FindSymbol(symbol) is { } index ? marks.Find(index) : null;

    private BrokerAccount CreateAccount(string accountId)
    {
        var account = new BrokerAccount(accountId, creditLine: parameters.Cover is not null && coverRandom.NextDouble() < CreditShare ? Rounded(coverRandom, 100, 10_000) : null) { Sequence = 1 };
        if (parameters.Cover is not null && coverRandom.NextDouble() < ReserveShare)
        {
            var quantity = Rounded(coverRandom, 100, 20_000);
            account.Reserve = new BrokerReserve(quantity, Minimum: decimal.Round(quantity / 10, 2));
        }

        var count = Math.Min(random.Next(1, 5), instruments.Count);
        foreach (var place in Distinct(count, instruments.Count))
        {
            var position = CreatePosition(instruments[place]);
            account.Positions.Add(position.Instrument, position);
        }

        Fund(account);
        return account;
    }

    private HashSet<int> Distinct(int count, int below)
    {
        var places = new HashSet<int>();
        while (places.Count < count)
        {
            places.Add(random.Next(below));
        }

        return places;
    }

    private Position CreatePosition(Instrument instrument)
    {
        var mark = MarkOf(parameters, marks, instrument.Symbol)!.Value;
        var notional = (decimal)LogUniform(1_000, 300_000);
        var side = random.NextDouble() < 0.65 ? 1 : -1;
        var contracts = instrument.Settlement == SettlementKind.Linear
            ? Math.Max(0.001m, decimal.Round(notional / mark / instrument.ContractSize, 3))
            : Math.Max(1, decimal.Round(notional / instrument.ContractSize));
        var entry = decimal.Round(mark * (1 + (decimal)(random.NextDouble() - 0.5) * 0.02m), 6);
        var position = new Position(instrument.Symbol, side * contracts, entry);
        if (random.NextDouble() >= 0.1)
        {
            return position;
        }

        var (equity, maintenance) = Bare([position]);
        var margin = Math.Max(0, (decimal)Ratio() * maintenance - equity);
        return position with
        {
            Mode = MarginMode.Isolated,
            IsolatedMargin = decimal.Round(instrument.Settlement == SettlementKind.Linear ? margin : margin / mark, 6, MidpointRounding.ToPositiveInfinity),
        };
    }

    private void Fund(BrokerAccount account)
    {
        var (equity, maintenance) = Bare([.. account.Positions.Values.Where(p => p.Mode == MarginMode.Cross)]);
        var needed = Math.Max(100, (decimal)Ratio() * maintenance - equity);
        var inCoin = coins.Count > 0 && random.NextDouble() < 0.3 ? 0.6m : 0;
        account.Add(parameters.AccountCurrency, decimal.Round(needed * (1 - inCoin), 2, MidpointRounding.ToPositiveInfinity));
        if (inCoin > 0)
        {
            var coin = parameters.FindCollateral(coins[random.Next(coins.Count)])!;
            var price = MarkOf(parameters, marks, coin.PriceSymbol!)!.Value;
            account.Add(coin.Asset, decimal.Round(needed * inCoin / (1 - coin.Haircuts[0].Haircut) / price, 6, MidpointRounding.ToPositiveInfinity));
        }
    }

    /// <summary>Equity and maintenance of positions without any collateral.</summary>
    private (decimal Equity, decimal Maintenance) Bare(IReadOnlyList<Position> positions)
    {
        var pool = ResolvedPortfolio.Resolve(new Portfolio(positions, []), parameters).Pools[0];
        return PoolAssessor.TryAssess(pool, marks, out var margin, out var missing)
            ? (margin.Equity, margin.Maintenance)
            : throw new InvalidOperationException($"{missing} has no mark although its instrument was chosen for having one.");
    }

    private static decimal Rounded(Random random, double low, double high) => decimal.Round((decimal)LogUniform(random, low, high), 2);

    private double Ratio() => LogUniform(LowestRatio, HighestRatio);

    private double LogUniform(double low, double high) => LogUniform(random, low, high);

    private static double LogUniform(Random random, double low, double high) => Math.Exp(Math.Log(low) + random.NextDouble() * (Math.Log(high) - Math.Log(low)));
}
