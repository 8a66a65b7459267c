using MarginFunctions.Risk.Cover;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Cover;

/// <summary>What a fund decides by: the part of the risk parameters that concerns it.</summary>
/// <param name="Policy">The section <c>fund</c>.</param>
/// <param name="Currency">The account currency.</param>
/// <param name="ParametersVersion">The version's name.</param>
/// <param name="LotOf">Contracts in a lot, by instrument.</param>
public sealed record FundTerms(FundPolicy Policy, string Currency, string ParametersVersion, Func<string, decimal> LotOf)
{
    /// <summary>The least that a position is closed by where the parameters name no lot.</summary>
    private const decimal SmallestLot = 0.00000001m;

    /// <summary>The terms of a version; null where it has no fund.</summary>
    public static FundTerms? Of(RiskParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Fund is { } policy ? new FundTerms(policy, parameters.AccountCurrency, parameters.Version, name => parameters.Liquidation?.Terms.MarketOf(name).Lot ?? SmallestLot) : null;
    }
}
