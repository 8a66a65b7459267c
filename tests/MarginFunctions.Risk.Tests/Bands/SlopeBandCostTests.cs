using System.Diagnostics;
using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Scenarios;
using MarginFunctions.Risk.Tests.Support;
using Xunit.Abstractions;

namespace MarginFunctions.Risk.Tests.Bands;

/// <summary>What the bands of 20 options on four expiries, three futures and coin collateral cost, 27 scenarios in portfolio mode. The figure is in the output; what is tested is that it is not grossly more.</summary>
public sealed class SlopeBandCostTests(ITestOutputHelper output)
{
    private static readonly int[] Days = [7, 30, 90, 180];

    [Theory]
    [InlineData(AccountMode.Standard, 60_000)]
    [InlineData(AccountMode.Portfolio, 60_000)]
    [InlineData(AccountMode.Portfolio, 120_000)]
    public void Bands_of_twenty_options_cost_about_a_millisecond(AccountMode mode, decimal cash)
    {
        var parameters = new RiskParameters(
            "v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default,
            [Given.Linear("BTC-PERP", Given.FivePercent, "BTC-USD"), .. Days.Select(d => Models.Future($"F{d}", Models.Now.AddDays(d)))],
            [Given.Usdt, Given.Coin("BTC", "BTC-USD", null, (0, 0.05m))],
            [],
            [.. from d in Days from k in Enumerable.Range(0, 5) select Models.Option($"O{d}-{k}", 50_000 + 5_000 * k, (OptionType)(k % 2), Models.Now.AddDays(d), forward: $"F{d}", volatility: $"V{d}")],
            Models.Of(charges: PortfolioCharges.None with { Basis = new(0.1m, 0.01m, Models.Once) }));
        var prices = parameters.Symbols.Select(s => KeyValuePair.Create(s, s[0] switch { 'B' => 60_000, 'F' => 60_500, _ => 0.6m }));
        var marks = MarkSet.Of(parameters, prices, Models.Now);
        Position[] positions = [.. parameters.Options.Select((o, i) => new Position(o.Symbol, i * 7 % 5 - 2.5m, 1)), new("BTC-PERP", 2, 60_000), new("F30", -1, 60_000), new("F90", 1, 60_000)];
        var pool = ResolvedPortfolio.Resolve(new Portfolio(positions, [new("USDT", cash), new("BTC", 2)], mode), parameters).Pools[0];
        PoolAssessor.TryAssess(pool, marks, out var margin, out _);

        var bands = new PriceBand[pool.Symbols.Count];
        var times = new double[400];
        for (var i = -200; i < times.Length; i++)
        {
            Array.Fill(bands, PriceBand.Everything);
            var start = Stopwatch.GetTimestamp();
            BandFinder.Narrow(pool, marks, [1.2m, 1.0m], pool.Symbols, bands);
            times[Math.Max(0, i)] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        output.WriteLine($"{mode}, E {margin.Equity:F0}, MM {margin.Maintenance:F0}: median {times[times.Length / 2]:F0} µs, least {times[0]:F0} µs");
        Assert.All(bands, band => Assert.True(band.Low < band.High));
        Assert.InRange(times[0], 0, 20_000);
    }
}
