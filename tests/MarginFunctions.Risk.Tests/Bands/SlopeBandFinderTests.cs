using MarginFunctions.Risk.Bands;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Prices;
using MarginFunctions.Risk.Resolution;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tests.Scenarios;

namespace MarginFunctions.Risk.Tests.Bands;

public sealed class SlopeBandFinderTests
{
    private static readonly DateTimeOffset InAYear = Models.Now.AddDays(365);

    [Fact]
    public void A_debt_stays_inside_the_band_what_it_is_while_there_is_a_requirement()
    {
        // Above 75,000 a bought put of an hour is worth nothing in any scenario, 16 % down, and has nothing to lose; a negative account without a requirement is bad debt: another status.
        var (pool, marks) = Given(AccountMode.Portfolio, Models.Of(), -3_000, ("P", 1));
        var band = Band(pool, marks, "BTC-USD", 1.2m);
        Assert.InRange(band.High, 50_001, 75_000);
        Assert.True(Support.Given.Assess(pool, marks.With(marks.Parameters.FindSymbol("BTC-USD")!.Value, band.High)).Maintenance > 0);
    }

    [Fact]
    public void A_dampened_scenario_does_not_hide_how_equity_rises()
    {
        // −3,000 and 1 % of 50,000 to hold: E + MM·0 is −3,000, and f passes 0 before the price has risen by 3,600. The far scenario, dampened to nothing, must not say that the rise counts a fifth.
        var model = Models.Of([new("mild", -0.01m, isAbsolute: true, 0), new("far", -0.8m, isAbsolute: true, 0, dampener: 1_000_000)]);
        var (pool, marks) = Given(AccountMode.Portfolio, model, -3_000, ("PERP", 1));
        Assert.InRange(Band(pool, marks, "PERP", 1.2m).High, 52_000, 53_660);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.4)]
    public void A_sold_put_deep_in_the_money_holds_part_of_its_own_value(double volatility)
    {
        // 7.5 % of a value above the forward: it moves with the volatility. The band's upper end is where both parts together reach the level, not later.
        var (pool, marks) = Given(AccountMode.Standard, null, 131_000, ("P150", -1));
        marks = marks.With(marks.Parameters.FindSymbol("BTC-VOL")!.Value, (decimal)volatility);
        var margin = Support.Given.Assess(pool, marks);
        var level = decimal.Round((margin.Equity - 300) / margin.Maintenance, 4);
        var before = margin.IsBelow(level);
        var band = Band(pool, marks, "BTC-VOL", level);
        Assert.True(band.High > (decimal)volatility);
        for (var corner = 0; corner < 2; corner++)
        {
            var moved = marks.With(marks.Parameters.FindSymbol("BTC-VOL")!.Value, band.High);
            var forward = Band(pool, marks, "BTC-USD", level);
            moved = moved.With(marks.Parameters.FindSymbol("BTC-USD")!.Value, corner == 0 ? forward.Low : forward.High);
            Assert.Equal(before, Support.Given.Assess(pool, moved).IsBelow(level));
        }
    }

    [Fact]
    public void A_pool_that_cannot_be_assessed_has_nothing_for_every_mark()
    {
        var (pool, marks) = Given(AccountMode.Portfolio, Models.Of(), 1_000, ("P", 1));
        var missing = Models.Marks(marks.Parameters, ("BTC-USD", 50_000));
        Assert.All(Bands(pool, missing, 1.2m), band => Assert.Equal(PriceBand.Nothing, band));
        Assert.All(Bands(pool, marks.As(null, marks.Risk), 1.2m), band => Assert.Equal(PriceBand.Nothing, band));
    }

    [Fact]
    public void Amounts_that_no_assessment_could_hold_are_never_inside()
    {
        var (pool, marks) = Given(AccountMode.Standard, null, 1_000, ("C", 1_000_000_000_000_000_000m));
        var bands = Bands(pool, marks, 1.2m);
        Assert.All(bands, band => Assert.True(band.High < 1_000_000));
        Support.Given.Assess(pool, marks.With(pool.Symbols[0], bands[0].High));
    }

    private static (ResolvedPool Pool, MarkSet Marks) Given(AccountMode mode, PortfolioMarginModel? model, decimal cash, params (string Symbol, decimal Quantity)[] positions)
    {
        var parameters = new RiskParameters(
            "v1", "USDT", 64, TimeSpan.FromMinutes(1), MarginLevels.Default, [Support.Given.Linear("PERP", Support.Given.FivePercent, "BTC-USD")], [Support.Given.Usdt], [],
            [
                Models.Option("C", 50_000, OptionType.Call, InAYear), Models.Option("P", 49_000, OptionType.Put, Models.Now.AddHours(1)), Models.Option("P150", 150_000, OptionType.Put, InAYear),
            ],
            model);
        var pool = ResolvedPortfolio.Resolve(new Portfolio([.. positions.Select(p => new Position(p.Symbol, p.Quantity, 50_000))], [new CollateralHolding("USDT", cash)], mode), parameters).Pools[0];
        return (pool, Models.Marks(parameters, ("BTC-USD", 50_000), ("PERP", 50_000), ("BTC-VOL", 0.6m)));
    }

    private static PriceBand Band(ResolvedPool pool, MarkSet marks, string symbol, decimal level) => Bands(pool, marks, level)[pool.Symbols.ToList().IndexOf(marks.Parameters.FindSymbol(symbol)!.Value)];

    private static PriceBand[] Bands(ResolvedPool pool, MarkSet marks, decimal level)
    {
        var bands = new PriceBand[pool.Symbols.Count];
        Array.Fill(bands, PriceBand.Everything);
        BandFinder.Narrow(pool, marks, [level], pool.Symbols, bands);
        return bands;
    }
}
