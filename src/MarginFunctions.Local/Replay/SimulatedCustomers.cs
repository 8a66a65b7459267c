using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Resolution;

namespace MarginFunctions.Local.Replay;

/// <summary>Customers that answer calls: of every three calls of a cross pool the third, a minute after it, with a fifth more than was asked.</summary>
internal sealed class SimulatedCustomers
{
    private const int Every = 3;
    private const decimal Generosity = 1.2m;
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, MoneyDeposited Deposit)> answers = new();
    private int calls;

    /// <summary>Learns of calls.</summary>
    public void See(IEnumerable<MarketEvent> events)
    {
        foreach (var call in events.OfType<MessageTold>().Select(e => e.Message).Where(m => m.Kind == MarginEventKind.Called && m.Pool == ResolvedPool.CrossKey))
        {
            calls++;
            if (calls % Every == 0)
            {
                answers.Enqueue((call.At + Delay, new MoneyDeposited(call.AccountId, MoneyRounding.RoundUpRequirement(call.Amount!.Value * Generosity))));
            }
        }
    }

    /// <summary>What is paid in by now.</summary>
    public IEnumerable<MoneyDeposited> TakeDue(DateTimeOffset now)
    {
        while (answers.TryPeek(out var answer) && answer.At <= now)
        {
            yield return answers.Dequeue().Deposit;
        }
    }
}
