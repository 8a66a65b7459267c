using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.State;
using MarginFunctions.Engine.Tests.Support;
using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Engine.Tests.Cover;

/// <summary>A fund beside the accounts of four shards.</summary>
public abstract class FundScenario
{
    private const int Shards = 4;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ShardProcessor processor;
    private long sequence;

    internal FundScenario(RiskParameters parameters)
    {
        Cluster = new Cluster(parameters);
        processor = Cluster.NewProcessor();
        Cluster.Mark("BTC-PERP", 50_000);
        Cluster.Mark("ETH-PERP", 2_500);
    }

    private protected Cluster Cluster { get; }

    private protected static RiskParameters With(string allocation, decimal initial, Action<JsonObject>? change = null) => Given.SampleWith(d =>
    {
        d["shardCount"] = Shards;
        d["fund"] = new JsonObject { ["initial"] = initial.ToString(CultureInfo.InvariantCulture), ["lossAllocation"] = allocation, ["shareEvery"] = "00:00:00" };
        d.Remove("cover");
        change?.Invoke(d);
    });

    /// <summary>The state of the fund as stored.</summary>
    private protected FundState State => JsonSerializer.Deserialize(Cluster.Funds.State("USDT")!.Body.Span, EngineJson.Default.FundState)!;

    /// <summary>All settlements, in order.</summary>
    private protected IReadOnlyList<FundSettlement> Settlements() => Cluster.Funds.Settlements("USDT");

    private protected Task Settle(params CoverageRequest[] requests) => Cluster.NewFund().SettleAsync(requests, None);

    private protected Task Hold(string account, decimal usdt, params Position[] positions) => Hold([(account, usdt, positions)]);

    private protected async Task Hold(IEnumerable<(string Account, decimal Usdt, Position[] Positions)> accounts)
    {
        foreach (var shard in accounts.GroupBy(a => ShardMap.ShardOf(a.Account, Shards)))
        {
            AcceptedUpdate[] updates = [.. shard.Select(a => Given.Accepted(Given.Update(a.Account, ++sequence, a.Positions, a.Usdt, complete: true)))];
            await processor.ProcessAsync(new ShardWork(ShardWorkKind.Updates, shard.Key, updates), None);
        }
    }

    /// <summary>What the fund has sent, by shard, since last asked for; each to the session of its shard.</summary>
    private protected IReadOnlyList<ShardWork> Sent()
    {
        var format = new ShardWorkFormat(new HoldingsReader(Cluster.Parameters));
        var sent = new List<ShardWork>();
        foreach (var message in Cluster.Bus.At(Entities.ShardWork))
        {
            Assert.Empty(format.Read(message.Body, out var work));
            Assert.Equal(RowKeys.Shard(work!.Shard), message.SessionId);
            Assert.All(work.Answers, a => Assert.Equal(work.Shard, ShardMap.ShardOf(a.AccountId, Shards)));
            sent.Add(work);
        }

        Cluster.Bus.At(Entities.ShardWork).Clear();
        return sent;
    }

    private protected IReadOnlyList<CoverageAnswer> Answers() => [.. Sent().SelectMany(work => work.Answers).OrderBy(a => a.AccountId, StringComparer.Ordinal)];

    private protected async Task Deliver(IEnumerable<ShardWork> works)
    {
        foreach (var work in works)
        {
            await processor.ProcessAsync(work, None);
        }
    }

    private protected AccountState Account(string id) => Cluster.Account(id, ShardMap.ShardOf(id, Shards));

    /// <summary>Posts every entry of every settlement on books of its own and compares.</summary>
    private protected void BooksClose()
    {
        var books = Ledger.Empty;
        foreach (var settlement in Settlements())
        {
            books = books.Post(settlement.Entries.Select((e, n) => new LedgerEntry(string.Create(CultureInfo.InvariantCulture, $"{settlement.Number}/{n}"), e.Debit, e.Credit, e.Amount, settlement.Currency)));
            Assert.Equal(books.Balance(FundAccounts.Fund, "USDT"), settlement.Balance);
            Assert.InRange(settlement.Balance, 0, decimal.MaxValue);
        }

        Assert.Equal(0, books.Balances.Values.Sum());
        Assert.Equal((books.Balance(FundAccounts.Fund, "USDT"), books.Balance(FundAccounts.Capital, "USDT")), (State.Balance, State.Capital));
        Assert.Equal(Enumerable.Range(1, Settlements().Count).Select(n => (long)n), Settlements().Select(s => s.Number));
        Assert.All(Cluster.Funds.Rewritten, key => Assert.Equal(RowKeys.FundState, key));
    }
}
