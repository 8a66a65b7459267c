using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Tests.Liquidation;

/// <summary>Accounts of one shard, their broker and the engine.</summary>
/// <remarks>
/// Ten BTC-PERP from 43,000 are 430,000, of which 1 % less 1,300 is maintenance margin: 3,000. What is closed of them frees <c>1.25·1 %</c> and costs 0.15 % in fees and 0.03 % in impact, 1.07 % together.
/// </remarks>
public abstract class LiquidationScenario
{
    internal LiquidationScenario(RiskParameters parameters)
    {
        Cluster = new Cluster(parameters);
        Processor = Cluster.NewProcessor();
        Cluster.Mark("BTC-PERP", 43_000);
        Cluster.Mark("BTC-USD", 43_000);
    }

    private protected Cluster Cluster { get; }

    private protected ShardProcessor Processor { get; set; }

    private protected MarginStatus Status(string account = "A") => Cluster.Account(account).Pools[0].Status;

    private protected TestBroker Broker(string account = "A") => new(Cluster, account);

    private protected Task<ShardReport> Apply(params HoldingsUpdate[] updates) => Process(Given.Work(updates));

    private protected Task<ShardReport> Apply(params AcceptedUpdate[] fills) => Process(new ShardWork(ShardWorkKind.Updates, 0, fills));

    private protected Task<ShardReport> Sweep() => Process(ShardWork.Sweep(0));

    private protected Task<ShardReport> Answer(params CoverageAnswer[] answers) => Process(new ShardWork(ShardWorkKind.Answers, 0, []) { Answers = answers });

    private protected Task<ShardReport> Process(ShardWork work) => Processor.ProcessAsync(work, CancellationToken.None);

    /// <summary>The entries of an account's ledger, by kind.</summary>
    private protected IEnumerable<decimal> Entries(AccountEntryKind kind, string account = "A") =>
        Cluster.Calls().Where(c => c.AccountId == account).SelectMany(c => c.Entries ?? []).Where(e => e.Kind == kind).Select(e => e.Amount);

    /// <summary>Every decision is made again from its record.</summary>
    private protected void CheckDecisions()
    {
        foreach (var decision in Cluster.Decisions())
        {
            MadeAgain.Check(decision, Cluster.Parameters);
        }
    }
}
