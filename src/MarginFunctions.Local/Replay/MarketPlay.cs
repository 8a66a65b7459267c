namespace MarginFunctions.Local.Replay;

/// <summary>Plays prices to a run, and has customers answer.</summary>
internal static class MarketPlay
{
    /// <summary>Plays all ticks but the first, with which the run was opened.</summary>
    /// <param name="run">The run.</param>
    /// <param name="ticks">The prices.</param>
    /// <param name="see">Told of each tick and what happened since the one before.</param>
    /// <param name="stop">Stops.</param>
    public static async Task PlayAsync(MarketRun run, IReadOnlyList<PriceTick> ticks, Func<PriceTick, IReadOnlyList<MarketEvent>, Task> see, CancellationToken stop)
    {
        var customers = new SimulatedCustomers();
        foreach (var tick in ticks.Skip(1))
        {
            foreach (var deposit in customers.TakeDue(tick.At))
            {
                await run.DepositAsync(deposit, stop);
            }

            var happened = await run.TickAsync(tick, stop);
            customers.See(happened);
            await see(tick, happened);
        }
    }
}
