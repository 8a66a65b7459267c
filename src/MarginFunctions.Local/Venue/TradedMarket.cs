using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Venue;

/// <summary>What is traded under one name: a contract, or an asset that is sold for account currency.</summary>
/// <param name="Name">The contract or the asset.</param>
/// <param name="PriceSymbol">The symbol that prices it.</param>
/// <param name="Underlying">Whose price its trades move.</param>
/// <param name="Instrument">The contract; null for an asset.</param>
/// <param name="Lot">The least step of a fill that does not end an order.</param>
internal sealed record TradedMarket(string Name, string PriceSymbol, string Underlying, Instrument? Instrument, decimal Lot)
{
    private const int SmallPricePlaces = 12;
    private const decimal LinearLot = 0.001m;
    private const decimal InverseLot = 1m;
    private const decimal AssetLot = 0.00000001m;

    public bool IsInverse => Instrument?.Settlement == SettlementKind.Inverse;

    /// <exception cref="InvalidOperationException">The parameters know no such contract and no such asset with a price.</exception>
    public static TradedMarket Of(RiskParameters parameters, string name)
    {
        var lot = parameters.Liquidation?.Terms.MarketOf(name).Lot;
        if (parameters.FindInstrument(name) is { } instrument)
        {
            return new TradedMarket(name, name, instrument.Underlying, instrument, lot ?? (instrument.Settlement == SettlementKind.Inverse ? InverseLot : LinearLot));
        }

        return parameters.FindCollateral(name)?.PriceSymbol is { } symbol
            ? new TradedMarket(name, symbol, parameters.FindInstrument(symbol)?.Underlying ?? symbol, Instrument: null, lot ?? AssetLot)
            : throw new InvalidOperationException($"The simulated venue has no market for {name}: it trades the perpetuals, futures and priced collateral of parameters {parameters.Version}.");
    }

    /// <summary>Notional of one contract or unit, in account currency.</summary>
    public decimal UnitNotional(decimal price) => Instrument is null ? price : Instrument.ContractSize * (IsInverse ? 1 : price);

    /// <summary>A price at the places that prices have.</summary>
    public static decimal Round(decimal price, bool up) =>
        decimal.Round(price, price < 1 ? SmallPricePlaces : MoneyRounding.Places, up ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity);
}
