using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Engine.Coverage;

/// <summary>The positions of all accounts in one instrument, added up. What is stated of positions needs no price, so those of unpriced accounts count too.</summary>
/// <param name="instrument">The instrument.</param>
internal sealed class OpenInterest(string instrument)
{
    private const int Largest = 5;

    private readonly LargestFew largest = new(Largest);
    private int accounts;
    private decimal bought;
    private decimal sold;
    private decimal squares;

    /// <summary>Adds an account's position.</summary>
    /// <param name="accountId">The account, once an instrument.</param>
    /// <param name="quantity">Contracts, signed, not 0. At most 10¹¹, as read from updates: the squares of a million accounts of that size are still a decimal.</param>
    public void Add(string accountId, decimal quantity)
    {
        accounts++;
        bought += Math.Max(0, quantity);
        sold += Math.Max(0, -quantity);
        squares += quantity * quantity;
        largest.Add(accountId, Math.Abs(quantity));
    }

    /// <summary>Who holds how much of it, at these marks.</summary>
    public InstrumentConcentration Concentration(MarkSet marks)
    {
        var all = bought + sold;
        var unit = UnitNotional(marks);
        return new InstrumentConcentration(
            instrument,
            accounts,
            bought,
            sold,
            Notional(bought, unit),
            Notional(sold, unit),
            largest.Kept[0].AccountId,
            MoneyRounding.Ratio(largest.Kept[0].Amount, all),
            MoneyRounding.Ratio(largest.Kept.Sum(position => position.Amount), all),
            MoneyRounding.RoundDownEquity(squares / all / all));
    }

    private static decimal? Notional(decimal contracts, decimal? unit)
    {
        try
        {
            return unit is { } notional ? MoneyRounding.RoundUpRequirement(contracts * notional) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>One contract's size in account currency; null when the mark that says it is missing, or the parameters do not know the instrument.</summary>
    private decimal? UnitNotional(MarkSet marks)
    {
        var parameters = marks.Parameters;
        if (parameters.FindOption(instrument) is { } option)
        {
            return option.ContractSize * marks.Find(parameters.FindSymbol(option.ForwardSymbol)!.Value);
        }

        return parameters.FindInstrument(instrument) is not { } contract ? null
            : contract.Settlement == SettlementKind.Inverse ? contract.ContractSize
            : contract.ContractSize * marks.Find(parameters.FindSymbol(contract.Symbol)!.Value);
    }
}
