using System.Text;
using System.Text.Json.Nodes;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Venue;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Tests.Venue;

/// <summary>A venue with a broker and a few accounts, at BTC 50,000 and ETH 2,000; a minute takes 100,000 of each market and moves a price by a tenth.</summary>
internal sealed class VenueStage
{
    public static readonly DateTimeOffset Start = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);
    public static readonly RiskParameters Parameters = RiskParametersFile.LoadSample();

    private readonly HoldingsReader reader = new(Parameters);

    public VenueStage(VenueSettings? settings = null, params IEnumerable<BrokerAccount> accounts)
    {
        Settings = settings ?? new VenueSettings(100_000m, 0.1m, 0.5m);
        Broker = new SimulatedBroker(Parameters, accounts.ToDictionary(a => a.AccountId));
        Venue = new SimulatedVenue(Parameters, Settings, Broker);
        Quote(50_000m, 2_000m);
        Before = Broker.Totals();
    }

    public VenueSettings Settings { get; }

    public SimulatedBroker Broker { get; }

    public SimulatedVenue Venue { get; }

    /// <summary>Every asset's sum when nothing had happened yet.</summary>
    public IReadOnlyDictionary<string, decimal> Before { get; }

    public static BrokerAccount Account(string id, decimal cash, params Position[] positions)
    {
        var account = new BrokerAccount(id) { Sequence = 1 };
        account.Add(Parameters.AccountCurrency, cash);
        foreach (var position in positions)
        {
            account.Positions.Add(position.Instrument, position);
        }

        return account;
    }

    public static LiquidationJob Job(string id, string account, params LiquidationOrder[] orders) => new(id, account, "cross", Start, LiquidationJob.Reduce, orders);

    public static LiquidationOrder Sell(string instrument, decimal quantity, decimal? limit = null, decimal? reduceTo = null) => new(instrument, "sell", quantity, ReduceOnly: true, limit, reduceTo);

    public static LiquidationOrder Buy(string instrument, decimal quantity, decimal? limit = null, decimal? reduceTo = null) => new(instrument, "buy", quantity, ReduceOnly: true, limit, reduceTo);

    /// <summary>The prices that were quoted last, by symbol.</summary>
    public IReadOnlyDictionary<string, decimal> Path { get; private set; } = new Dictionary<string, decimal>();

    public void Quote(decimal btc, decimal eth)
    {
        Path = Parameters.Symbols
            .Select(symbol => (symbol, Underlying: Parameters.FindInstrument(symbol)?.Underlying ?? symbol))
            .Where(s => s.Underlying is "BTC-USD" or "ETH-USD")
            .ToDictionary(s => s.symbol, s => s.Underlying == "BTC-USD" ? btc : eth);
        Venue.Quote(Path);
    }

    /// <summary>Trades, with every message of it read as the engine reads it.</summary>
    public IReadOnlyList<VenueFill> Trade(int minute, out IReadOnlyList<HoldingsUpdate> updates)
    {
        var fills = Venue.Trade(Start.AddMinutes(minute), out var messages);
        updates = [.. messages.Select(Read)];
        return fills;
    }

    public IReadOnlyList<VenueFill> Trade(int minute) => Trade(minute, out _);

    public HoldingsUpdate Read(OutgoingMessage message)
    {
        var problems = StrictDocument.Read<HoldingsUpdate>(message.Body, message.Entity == Entities.LiquidationFills ? reader.ReadFill : reader.ReadUpdate, out var update);
        return update ?? throw new InvalidOperationException($"{string.Join("; ", problems)} {Encoding.UTF8.GetString(message.Body.Span)}");
    }

    /// <summary>The sample parameters with something changed.</summary>
    public static RiskParameters Changed(Action<JsonObject> change)
    {
        var document = JsonNode.Parse(RiskParametersFile.SampleDocument())!.AsObject();
        change(document);
        return RiskParametersFile.Parse(Encoding.UTF8.GetBytes(document.ToJsonString()), "test parameters");
    }
}
