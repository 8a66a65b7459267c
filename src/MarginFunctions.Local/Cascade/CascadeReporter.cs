using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Local.Cascade;

/// <summary>Makes the report of two runs.</summary>
internal static class CascadeReporter
{
    private const int Places = 8;

    public static CascadeReport Report(CascadeSettings settings, CascadeRun capped, CascadeRun uncapped) => new(
        capped.Summary.Prices,
        capped.Summary.ParametersVersion,
        capped.Parameters.AccountCurrency,
        capped.Summary.From,
        capped.Summary.To,
        capped.Summary.Ticks,
        settings.Accounts,
        settings.Seed,
        settings.Venue.Depth,
        settings.Venue.Impact,
        settings.Venue.Remains,
        Side(capped),
        Side(uncapped));

    /// <summary>Symbols that the path has at every tick and the engine was told of: what can be drawn and compared.</summary>
    public static IReadOnlyList<string> Compared(CascadeRun run)
    {
        var underlyings = run.Parameters.Instruments.Select(i => i.Underlying).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. underlyings.Where(u => run.Moments.Any(m => m.Path.ContainsKey(u)))];
    }

    private static CascadeSide Side(CascadeRun run)
    {
        var closed = run.Fills.Where(f => f.Order.Market.Instrument is not null && f.Order.Job.Scope != LiquidationJob.Deleverage).ToList();
        return new CascadeSide(
            run.Summary.AccountsCalled,
            run.Summary.AccountsLiquidated,
            run.Summary.AccountsInBadDebt,
            closed.GroupBy(f => Minute(f.At)).Select(g => decimal.Round(g.Sum(f => f.Notional), MoneyRounding.Places)).DefaultIfEmpty().Max(),
            run.Summary.Outcome,
            [.. Compared(run).Select(underlying => Lowest(run, underlying))],
            [
                .. closed.GroupBy(f => f.Order.Market.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(market => new PeakMinute(
                    market.Key,
                    market.GroupBy(f => Minute(f.At)).Max(minute => minute.Sum(f => f.Quantity)),
                    run.Parameters.Liquidation?.Terms.MarketOf(market.Key).PerMinute)),
            ]);
    }

    private static LowestPrice Lowest(CascadeRun run, string underlying)
    {
        var moments = run.Moments.Where(m => m.Path.ContainsKey(underlying)).ToList();
        return new LowestPrice(
            underlying,
            moments.Min(m => m.Path[underlying]),
            moments.Min(m => m.Marks[underlying]),
            decimal.Round(moments.Max(m => Math.Max(0, 1 - m.Marks[underlying] / m.Path[underlying])), Places));
    }

    private static long Minute(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
}
