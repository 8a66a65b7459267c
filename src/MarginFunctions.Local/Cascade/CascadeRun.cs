using MarginFunctions.Local.Replay;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Cascade;

/// <summary>The sample book driven through prices that its own liquidations move, on the real engine and queues.</summary>
/// <param name="Parameters">The parameters of the run.</param>
/// <param name="Moments">Each tick.</param>
/// <param name="Fills">Every trade.</param>
/// <param name="Summary">What a replay would say of it.</param>
internal sealed record CascadeRun(RiskParameters Parameters, IReadOnlyList<CascadeMoment> Moments, IReadOnlyList<VenueFill> Fills, ReplaySummary Summary)
{
    /// <summary>Runs.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="prices">What the path is called.</param>
    /// <param name="ticks">The path.</param>
    /// <param name="settings">Book and venue.</param>
    /// <param name="see">Told of each tick.</param>
    /// <param name="stop">Stops.</param>
    /// <exception cref="InvalidDataException">The first prices are of no instrument that the parameters know.</exception>
    public static async Task<CascadeRun> RunAsync(
        RiskParameters parameters, string prices, IReadOnlyList<PriceTick> ticks, CascadeSettings settings, Action see, CancellationToken stop)
    {
        var book = new SampleBook(parameters, MarkSet.Of(parameters, MarketRun.Quote(parameters, ticks[0])), settings.Seed).Create(settings.Accounts);
        var tally = new ReplayTally();
        var moments = new List<CascadeMoment>();
        var fills = new List<VenueFill>();
        await using var run = await MarketRun.OpenAsync(parameters, ticks[0], book, stop, new MarketRunSettings(settings.Venue, FeedsBack: true));
        await MarketPlay.PlayAsync(
            run,
            ticks,
            (tick, happened) =>
            {
                tally.Add(happened);
                var traded = happened.OfType<OrderTraded>().Select(t => t.Fill).ToList();
                fills.AddRange(traded);
                moments.Add(new CascadeMoment(
                    tick.At, tick.Prices, Marked(parameters, run, tick), traded.Where(f => f.Order.Market.Instrument is not null).Sum(f => f.Notional), run.OpenLiquidations));
                see();
                return Task.CompletedTask;
            },
            stop);
        return new CascadeRun(parameters, moments, fills, await tally.SummarizeAsync(run, prices, parameters, settings.Seed, ticks, stop));
    }

    /// <summary>What the engine was told in the place of the path's prices: of an underlying, what one of its instruments was told.</summary>
    private static SortedDictionary<string, decimal> Marked(RiskParameters parameters, MarketRun run, PriceTick tick)
    {
        var marked = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var symbol in tick.Prices.Keys)
        {
            var told = parameters.FindSymbol(symbol) is { } index ? run.Marks.Find(index) : null;
            told ??= parameters.Instruments.Where(i => i.Underlying == symbol).Select(i => run.Marks.Find(parameters.FindSymbol(i.Symbol)!.Value)).FirstOrDefault(mark => mark is not null);
            if (told is { } mark)
            {
                marked.Add(symbol, mark);
            }
        }

        return marked;
    }
}
