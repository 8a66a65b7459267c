using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Risk.Resolution;

/// <summary>An option position joined with its contract's terms, ready to be valued against a forward, a volatility and a time.</summary>
public readonly struct ResolvedOption
{
    internal ResolvedOption(Position position, OptionContract contract, int forward, int volatility)
    {
        Position = position;
        Contract = contract;
        Forward = forward;
        Volatility = volatility;
        Exposure = position.Quantity * contract.ContractSize;
    }

    /// <summary>The facts as the broker stated them. The entry price is not used: what was paid or received for an option is in the collateral.</summary>
    public Position Position { get; }

    /// <summary>The contract's terms.</summary>
    public OptionContract Contract { get; }

    /// <summary>The index of the forward's mark.</summary>
    public int Forward { get; }

    /// <summary>The index of the volatility's mark.</summary>
    public int Volatility { get; }

    /// <summary><c>q·m</c> in coins, negative when short.</summary>
    public decimal Exposure { get; }
}
