using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Engine.Tests.Simulation.Crash;

/// <summary>Accounts before the crash: one to three positions, mostly long, some isolated, with margin for a fall of a few to forty percent; some with a reserve or a credit line.</summary>
internal static class CrashBook
{
    public static CrashAccount Create(Random random, RiskParameters parameters, string id)
    {
        var marks = MarkSet.Of(parameters, CrashMarket.Start.Append(KeyValuePair.Create("BTC-USD", 60_000m)), DateTimeOffset.UnixEpoch);
        var account = new CrashAccount(id);
        foreach (var symbol in CrashMarket.Start.Keys.OrderBy(_ => random.Next()).Take(random.Next(1, 4)))
        {
            var position = Position(random, parameters, symbol);
            account.Positions.Add(symbol, position.Mode == MarginMode.Isolated ? WithMargin(random, parameters, marks, position) : position);
        }

        Fund(random, parameters, marks, account);
        if (random.Next(4) == 0)
        {
            account.Reserve = random.Next(0, 20_000);
            account.ReserveMinimum = random.Next(0, 1_000);
        }

        account.CreditLine = random.Next(4) == 0 ? random.Next(0, 10_000) : 0;
        return account;
    }

    private static Position Position(Random random, RiskParameters parameters, string symbol)
    {
        var instrument = parameters.FindInstrument(symbol)!;
        var mark = CrashMarket.Start[symbol];
        var notional = (decimal)Math.Exp(Math.Log(2_000) + random.NextDouble() * Math.Log(100));
        var contracts = instrument.Settlement == SettlementKind.Linear ? Math.Max(0.001m, decimal.Round(notional / mark / instrument.ContractSize, 3)) : Math.Max(1, decimal.Round(notional / instrument.ContractSize));
        return new Position(symbol, random.Next(4) == 0 ? -contracts : contracts, decimal.Round(mark * (1 + random.Next(-100, 101) / 10_000m), 2), random.Next(6) == 0 ? MarginMode.Isolated : MarginMode.Cross);
    }

    private static Position WithMargin(Random random, RiskParameters parameters, MarkSet marks, Position position)
    {
        var needed = Needed(random, parameters, marks, [position]);
        var instrument = parameters.FindInstrument(position.Instrument)!;
        return position with { IsolatedMargin = decimal.Round(instrument.Settlement == SettlementKind.Linear ? needed : needed / CrashMarket.Start[position.Instrument], 6, MidpointRounding.ToPositiveInfinity) };
    }

    private static void Fund(Random random, RiskParameters parameters, MarkSet marks, CrashAccount account)
    {
        var needed = Math.Max(100, Needed(random, parameters, marks, [.. account.Positions.Values.Where(p => p.Mode == MarginMode.Cross)]));
        if (random.Next(4) == 0)
        {
            account.Add("BTC", decimal.Round(needed / 60_000 / 2, 6));
            needed /= 2;
        }

        account.Add("USDT", decimal.Round(needed, 2));
    }

    /// <summary>Collateral that makes up for entry prices and leaves margin for a fall.</summary>
    private static decimal Needed(Random random, RiskParameters parameters, MarkSet marks, IReadOnlyList<Position> positions)
    {
        var pool = ResolvedPortfolio.Resolve(new Portfolio([.. positions.Select(p => p with { Mode = MarginMode.Cross, IsolatedMargin = 0 })], []), parameters).Pools[0];
        Assert.True(PoolAssessor.TryAssess(pool, marks, out var margin, out var missing), missing);
        var notional = positions.Sum(p => parameters.FindInstrument(p.Instrument)!.Settlement == SettlementKind.Linear
            ? Math.Abs(p.Quantity) * CrashMarket.Start[p.Instrument] * parameters.FindInstrument(p.Instrument)!.ContractSize
            : Math.Abs(p.Quantity) * parameters.FindInstrument(p.Instrument)!.ContractSize);
        return decimal.Round(2 * margin.Maintenance - margin.Equity + notional * random.Next(1, 40) / 100, 2, MidpointRounding.ToPositiveInfinity);
    }
}
