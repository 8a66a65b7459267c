namespace MarginFunctions.Local.Venue;

/// <summary>Everyone that accounts have money from or give it to, each with what it has received less what it has given, by asset.</summary>
/// <remarks>With what the accounts have, the sum of each asset is what it was at the start: <see cref="SimulatedBroker.Totals()"/>.</remarks>
internal sealed class Counterparties
{
    /// <summary>Who trades against liquidation orders.</summary>
    public const string Market = "market";

    /// <summary>Customers' money outside, where deposits come from.</summary>
    public const string Outside = "outside";

    /// <summary>Who lends.</summary>
    public const string Lender = "lender";

    /// <summary>Who has liquidation fees: the venue, and by way of it the insurance fund.</summary>
    public const string Fees = "fees";

    /// <summary>Who pays bad debts, and has what winners bear of them: the insurance fund, and by way of it the venue's capital.</summary>
    public const string Cover = "cover";

    private readonly SortedDictionary<(string Party, string Asset), decimal> balances = new(
        Comparer<(string Party, string Asset)>.Create((a, b) => string.CompareOrdinal(a.Party, b.Party) is var order and not 0 ? order : string.CompareOrdinal(a.Asset, b.Asset)));

    public IReadOnlyDictionary<(string Party, string Asset), decimal> Balances => balances;

    public decimal Balance(string party, string asset) => balances.GetValueOrDefault((party, asset));

    /// <summary>What a party receives; negative for what it gives.</summary>
    public void Add(string party, string asset, decimal amount) => balances[(party, asset)] = Balance(party, asset) + amount;
}
