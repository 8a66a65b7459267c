using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Margin;

namespace MarginFunctions.Risk.Cover;

/// <summary>Who has what of one fill of a liquidation, measured from the bankruptcy price: the changes sum to zero.</summary>
/// <remarks>
/// <c>surplus = profit(q, bankruptcy → fill)</c>, rounded down once. Above zero: <c>fee = min(cap·notional, surplus)</c>, rounded up and never above the surplus; the fund has <c>share·fee</c>, rounded down, the venue the rest of it and the account
/// <c>surplus − fee</c>. Below zero the fund pays it and nobody is charged. In the settlement asset: account currency when linear, coin when inverse. Source: the rule is this project's; venues call the fee a liquidation fee or an
/// insurance clearance fee.
/// </remarks>
/// <param name="Surplus">What the counterparty pays above the bankruptcy price, or below it where negative; at 8 places.</param>
/// <param name="Fee">What the account is charged; not negative, never above a positive surplus.</param>
/// <param name="FundShare">The part of the fee that is the fund's.</param>
public readonly record struct FillSettlement(decimal Surplus, decimal Fee, decimal FundShare)
{
    /// <summary>What the account has left of the fill: never negative, for below bankruptcy it owes nothing more.</summary>
    public decimal Account => Math.Max(0, Surplus) - Fee;

    /// <summary>Change of the insurance fund: its part of the fee, or the loss below bankruptcy.</summary>
    public decimal Fund => FundShare + Math.Min(0, Surplus);

    /// <summary>The rest of the fee.</summary>
    public decimal Venue => Fee - FundShare;

    /// <summary>What the counterparty gives for it.</summary>
    public decimal Counterparty => -Surplus;

    /// <summary>Settles one fill of a perpetual or future.</summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="quantity">Contracts that were closed, signed as they were held.</param>
    /// <param name="bankruptcyPrice">Positive.</param>
    /// <param name="price">The price of the fill, positive.</param>
    /// <param name="split">Cap and shares.</param>
    public static FillSettlement Of(Instrument instrument, decimal quantity, decimal bankruptcyPrice, decimal price, FeeSplit split)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var size = Math.Abs(quantity) * instrument.ContractSize;
        return Of(instrument.Profit(quantity, bankruptcyPrice, price), instrument.Settlement == SettlementKind.Linear ? size * price : size / price, split);
    }

    /// <summary>Settles any fill, of an option for one, from its surplus.</summary>
    /// <param name="surplus">What the fill brings above the bankruptcy price, unrounded; negative below it.</param>
    /// <param name="notional">The fill's size at its price, not negative.</param>
    /// <param name="split">Cap and shares.</param>
    public static FillSettlement Of(decimal surplus, decimal notional, FeeSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentOutOfRangeException.ThrowIfLessThan(notional, 0);
        var rounded = MoneyRounding.RoundDownEquity(surplus);
        var fee = Math.Min(MoneyRounding.RoundUpRequirement(notional * split.FeeCap), Math.Max(0, rounded));
        return new FillSettlement(rounded, fee, MoneyRounding.RoundDownEquity(fee * split.FundShare));
    }

    /// <summary>The fill as entries of a ledger, each with an id of its own that begins with <paramref name="id"/>; amounts of zero have none.</summary>
    /// <param name="id">The fill's id.</param>
    /// <param name="currency">The settlement asset.</param>
    /// <param name="accounts">Who is who.</param>
    public IReadOnlyList<LedgerEntry> Entries(string id, string currency, FillAccounts accounts)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(accounts);
        (string Part, string Debit, string Credit, decimal Amount)[] parts =
        [
            ("surplus", accounts.Counterparty, accounts.Account, Math.Max(0, Surplus)),
            ("loss", accounts.Fund, accounts.Counterparty, Math.Max(0, -Surplus)),
            ("fund-fee", accounts.Account, accounts.Fund, FundShare),
            ("fee", accounts.Account, accounts.Venue, Venue),
        ];
        return [.. parts.Where(p => p.Amount > 0).Select(p => new LedgerEntry($"{id}/{p.Part}", p.Debit, p.Credit, p.Amount, currency))];
    }
}
