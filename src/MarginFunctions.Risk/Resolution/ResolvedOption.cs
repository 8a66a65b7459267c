using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Risk.Resolution;

/// <summary>An option position joined with its contract's terms, ready to be valued against a forward, a volatility and a time.</summary>
public readonly struct ResolvedOption
{
    internal ResolvedOption(Position position, OptionContract contract, int index, int forward, int volatility)
    {
        Position = position;
        Contract = contract;
        Index = index;
        Forward = forward;
        Volatility = volatility;
        Exposure = position.Quantity * contract.ContractSize;
    }

    /// <summary>The facts as the broker stated them. The entry price is in no formula: what was paid or received for an option is in the collateral.</summary>
    public Position Position { get; }

    /// <summary>The contract's terms.</summary>
    public OptionContract Contract { get; }

    /// <summary>The contract's place in the parameters' options.</summary>
    public int Index { get; }

    /// <summary>The index of the forward's mark.</summary>
    public int Forward { get; }

    /// <summary>The index of the volatility's mark.</summary>
    public int Volatility { get; }

    /// <summary><c>q·m</c> in coins, negative when short.</summary>
    public decimal Exposure { get; }

    /// <summary>Size in account currency at a forward, not negative.</summary>
    public decimal Notional(decimal forward) => Math.Abs(Exposure) * forward;

    /// <summary>Value and standard requirements at a forward and a price, unrounded, in account currency.</summary>
    public (decimal Value, decimal Initial, decimal Maintenance) Assess(decimal forward, decimal price)
    {
        var (value, initial, maintenance) = (0m, 0m, 0m);
        Add(forward, price, ref value, ref initial, ref maintenance);
        return (value, initial, maintenance);
    }

    /// <summary>Adds value and the standard requirement at a forward and a price to running sums. A long option needs nothing; a short one what the formulas ask beyond its mark, which equity has paid.</summary>
    internal void Add(decimal forward, decimal price, ref decimal equity, ref decimal initial, ref decimal maintenance)
    {
        equity += Exposure * price;
        if (Exposure < 0)
        {
            var (initialPart, maintenancePart) = Contract.Margin.BeyondMark(Contract.Type == OptionType.Call, Contract.Strike, forward, price, SettlementKind.Linear);
            initial -= Exposure * initialPart;
            maintenance -= Exposure * maintenancePart;
        }
    }
}
